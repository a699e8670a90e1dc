namespace Rollouts.Core.Problems;

/// <summary>What becomes of a line or row that is no usable problem.</summary>
public enum BadLines
{
    /// <summary>The first one ends the loading with its file and line.</summary>
    Fail,

    /// <summary>It is passed over and counted; plan, run and summary tell how many, and where the first are.</summary>
    Skip,
}
