using Rollouts.Core.Rollouts;

namespace Rollouts.Inference.Tests.Engine;

internal static class RolloutAssert
{
    /// <summary>Tokens, reasons and the bits of every log-probability are the same.</summary>
    public static void Same(Rollout[] expected, Rollout[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        foreach (var (one, other) in expected.Zip(actual)) Same(one, other);
    }

    public static void Same(Rollout expected, Rollout actual)
    {
        Assert.Equal(expected.TokenIds, actual.TokenIds);
        Assert.Equal(expected.Finish, actual.Finish);
        Assert.Equal(Bits(expected.ModelLogProbabilities), Bits(actual.ModelLogProbabilities));
        Assert.Equal(Bits(expected.SampledLogProbabilities), Bits(actual.SampledLogProbabilities));
    }

    private static int[] Bits(float[] values) => [.. values.Select(BitConverter.SingleToInt32Bits)];
}
