using Rollouts.Core.Hints;

namespace Rollouts.Bench;

/// <summary>What an independent simulation of the same schedule gave, one sample of 600 problems: accuracy by epoch and round.</summary>
internal static class ControllerReference
{
    /// <summary>The rows: units, what is stored, then three epochs of four rounds.</summary>
    public static readonly (int UnitCount, StoredRate Stored, double[] Accuracies)[] Rows =
    [
        (5, StoredRate.Predicted, [.815, .646, .567, .560, .574, .501, .490, .487, .488, .520, .526, .532]),
        (5, StoredRate.Realised, [.815, .646, .634, .610, .615, .561, .539, .552, .545, .543, .547, .539]),
        (20, StoredRate.Realised, [.929, .671, .589, .568, .570, .555, .536, .531, .528, .525, .525, .532]),
        (200, StoredRate.Realised, [.949, .649, .571, .550, .548, .532, .521, .514, .517, .512, .527, .515]),
    ];
}
