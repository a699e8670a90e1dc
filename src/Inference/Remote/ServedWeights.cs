using Rollouts.Core;
using Rollouts.Core.Weights;
using Rollouts.Inference.Loading;

namespace Rollouts.Inference.Remote;

/// <summary>Weights as a server knows them.</summary>
/// <param name="Stamp">Version and hash.</param>
/// <param name="Folder">Where they lie, as the server sees it.</param>
/// <param name="IsAdapter">Whether they are a LoRA adapter upon the weights that the server was started with.</param>
internal sealed record ServedWeights(PolicyStamp Stamp, string Folder, bool IsAdapter)
{
    private const string AdapterConfigName = "adapter_config.json", AdapterWeightsName = "adapter_model.safetensors";
    private const int HashDigits = 16;

    /// <summary>What the server is told to call them: the version, and enough of the hash that no two weights share a name.</summary>
    public string Name => FormattableString.Invariant($"rollouts-{Stamp.Version}-{Stamp.Sha256[..Math.Min(HashDigits, Stamp.Sha256.Length)]}");

    /// <summary>Published weights, after a look at their bytes.</summary>
    /// <param name="folder">Where they lie, as this process sees it. With an <c>adapter_config.json</c> it holds an adapter.</param>
    /// <param name="serversFolder">The folder above it as the server sees it; null = the same as here.</param>
    /// <exception cref="WeightMismatchException">The bytes are not those that the stamp names.</exception>
    /// <exception cref="InvalidInputException">There are no weights in the folder.</exception>
    public static ServedWeights Of(string folder, string? serversFolder, PolicyStamp stamp)
    {
        var isAdapter = File.Exists(Path.Combine(folder, AdapterConfigName));
        var hasWeights = isAdapter ? File.Exists(Path.Combine(folder, AdapterWeightsName)) : PolicyFolder.HasWeights(folder);
        if (!hasWeights)
            throw new InvalidInputException($"{folder} has no {(isAdapter ? AdapterWeightsName : PolicyFolder.WeightsName)}; publish version {stamp.Version} again.");
        var hash = isAdapter ? PolicyFolder.Hash(folder, AdapterWeightsName) : PolicyFolder.HashWeights(folder);
        if (hash != stamp.Sha256)
            throw new WeightMismatchException(
                $"The weights in {folder} have the SHA-256 {hash}, but version {stamp.Version} was announced with {stamp.Sha256}; " +
                "they were damaged on the way. Publish them again.");
        var there = serversFolder is null ? folder : $"{serversFolder.TrimEnd('/')}/{Path.GetFileName(Path.TrimEndingDirectorySeparator(folder))}";
        return new(stamp, there, isAdapter);
    }

    /// <summary>Refuses what other weights have drawn.</summary>
    /// <param name="found">Name of the weights that the server says it draws from.</param>
    /// <exception cref="WeightMismatchException">They are not these.</exception>
    public void Require(string found)
    {
        if (found != Name)
            throw new WeightMismatchException(
                $"The server draws from '{found}', but version {Stamp.Version} was asked for, which it knows as '{Name}'. It was restarted, or someone else " +
                "gives it weights as well. Leave it to this run alone and resume the run: that gives it the weights again.");
    }
}
