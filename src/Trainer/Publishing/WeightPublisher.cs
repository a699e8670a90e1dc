using Rollouts.Core.Tokenization;
using Rollouts.Core.Weights;
using Rollouts.Inference.Loading;
using Rollouts.Trainer.Checkpoints;

namespace Rollouts.Trainer.Publishing;

/// <summary>Writes versions of a policy where the inference silos find them.</summary>
/// <param name="folder">Folder of published weights.</param>
/// <param name="tokenizer">Saved beside the weights, so that each version is a whole model; null = none.</param>
/// <param name="source">The folder that the policy began as, whose config, tokenizer and chat template go along; null = none.</param>
public sealed class WeightPublisher(string folder, ITokenizer? tokenizer, string? source = null)
{
    /// <summary>Writes a version. Each epoch has folders of its own, so that a trainer that was replaced can't touch its successor's.</summary>
    /// <param name="weights">What.</param>
    /// <param name="version">Its version.</param>
    /// <param name="epoch">The trainer's epoch.</param>
    /// <returns>What to announce.</returns>
    /// <exception cref="IOException">It can't be written.</exception>
    public WeightManifest Write(WeightSet weights, int version, int epoch)
    {
        var path = Path.Combine(folder, FormattableString.Invariant($"version-{version:D6}-epoch-{epoch}"));
        WeightFile[] files = [];
        DurableFolder.Write(path, temporary => files = PolicyFolder.Save(temporary, weights, tokenizer, new SaveOptions { Source = source }));
        return new(new(version, files[^1].Sha256), epoch, path, files);
    }

    /// <summary>Removes versions that no one will ask for again.</summary>
    public static void Remove(IEnumerable<string> folders)
    {
        foreach (var old in folders)
            DurableFolder.Remove(old);
    }
}
