using Rollouts.Inference.Loading;
using Rollouts.Inference.Tests.Engine;

namespace Rollouts.Inference.Tests.Remote;

/// <summary>The project's own small decoders as a server's model.</summary>
internal static class NextLogits
{
    /// <summary>The decoder that lies in a folder.</summary>
    public static Func<IReadOnlyList<int>, double[]> OfFolder(string folder)
    {
        var decoder = new PlainDecoder(PolicyFolder.Load(folder));
        return tokens => decoder.Logits(tokens)[^1];
    }
}
