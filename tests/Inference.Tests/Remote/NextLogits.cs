using System.Collections.Concurrent;
using Rollouts.Inference.Loading;
using Rollouts.Inference.Tests.Engine;

namespace Rollouts.Inference.Tests.Remote;

/// <summary>The project's own small decoders as a server's model.</summary>
internal static class NextLogits
{
    private static readonly ConcurrentDictionary<string, PlainDecoder> Decoders = new();

    /// <summary>The decoder that lies in a folder; read once.</summary>
    public static Func<IReadOnlyList<int>, double[]> OfFolder(string folder)
    {
        var decoder = Decoders.GetOrAdd(folder, path => new PlainDecoder(PolicyFolder.Load(path)));
        return tokens => decoder.Logits(tokens)[^1];
    }
}
