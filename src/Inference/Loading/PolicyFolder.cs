using System.Security.Cryptography;
using System.Text;
using Rollouts.Core;
using Rollouts.Core.Tokenization;
using Rollouts.Core.Weights;
using Rollouts.Inference.Model;

namespace Rollouts.Inference.Loading;

/// <summary>A policy on disk in the Hugging Face layout: <c>config.json</c>, <c>model.safetensors</c> (or shards with their
/// index), and the tokenizer's files.</summary>
public static class PolicyFolder
{
    /// <summary>File of the config.</summary>
    public const string ConfigName = "config.json";

    /// <summary>File of the weights, where they are one file.</summary>
    public const string WeightsName = WeightFileNames.Single;

    /// <summary>Whether a folder has weights, in one file or in shards.</summary>
    public static bool HasWeights(string folder) => WeightFileNames.AreIn(folder);

    /// <summary>Reads a policy.</summary>
    /// <param name="folder">Its folder.</param>
    /// <exception cref="InvalidInputException">Something is missing, damaged, left over or of another shape; the message lists it by name.</exception>
    public static WeightSet Load(string folder)
    {
        if (!Directory.Exists(folder)) throw new InvalidInputException($"There is no model folder {folder}.");
        ModelConfig config = ModelConfigFile.Read(Path.Combine(folder, ConfigName));
        using var shards = new WeightShards(folder);
        return shards.Read(config);
    }

    /// <summary>Writes a policy with one file of weights; see <see cref="Save(string, WeightSet, ITokenizer?, SaveOptions)"/>.</summary>
    public static WeightFile[] Save(string folder, WeightSet weights, ITokenizer? tokenizer, NumberFormat format = NumberFormat.F32) =>
        Save(folder, weights, tokenizer, new SaveOptions { Format = format });

    /// <summary>Writes a policy; the folder is created, files of the same names are replaced.</summary>
    /// <param name="folder">Where to.</param>
    /// <param name="weights">Config and numbers.</param>
    /// <param name="tokenizer">Writes its own files where the source has none; null = no tokenizer.</param>
    /// <param name="options">Formats, limits, and where the policy came from.</param>
    /// <returns>The files of config and weights with their hashes; the weights come last.</returns>
    /// <exception cref="InvalidInputException">The source is of another model, or a weight is beyond the format's range.</exception>
    public static WeightFile[] Save(string folder, WeightSet weights, ITokenizer? tokenizer, SaveOptions options)
    {
        ArgumentNullException.ThrowIfNull(weights);
        ArgumentNullException.ThrowIfNull(options);
        NamedTensor[] tensors = Tensors(weights, options);
        string config = options.Source is { } source
            ? ModelConfigFile.Rewrite(Path.Combine(source, ConfigName), weights.Config, options.Format)
            : ModelConfigFile.Write(weights.Config, options.Format ?? NumberFormat.F32);
        Directory.CreateDirectory(folder);
        WeightFile[] files = WeightShardWriter.Write(folder, tensors, options.ShardBytes);
        if (options.Source is null || !CompanionFiles.Copy(options.Source, folder)) tokenizer?.Save(folder);
        File.WriteAllText(Path.Combine(folder, ConfigName), config);
        return [Describe(folder, ConfigName), .. files];
    }

    /// <summary>What tells the weights of a folder from others: the lower-case hexadecimal SHA-256 of its one file, or that of its shards'
    /// hashes, each followed by a line feed, in the order of their names.</summary>
    /// <exception cref="InvalidInputException">There are no weights, or a shard is missing.</exception>
    public static string HashWeights(string folder)
    {
        string[] names = WeightFileNames.In(folder);
        if (names.FirstOrDefault(name => !File.Exists(Path.Combine(folder, name))) is { } missing)
            throw new InvalidInputException($"There is no file {Path.Combine(folder, missing)}, which the index of weights names.");
        string[] hashes = [.. names.Select(name => Hash(folder, name))];
        return hashes is [var only] ? only : Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(string.Concat(hashes.Select(hash => hash + "\n")))));
    }

    /// <summary>Lower-case hexadecimal SHA-256 of a file of the folder.</summary>
    public static string Hash(string folder, string name)
    {
        using FileStream stream = File.OpenRead(Path.Combine(folder, name));
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }

    internal static WeightFile Describe(string folder, string name) =>
        new(name, new FileInfo(Path.Combine(folder, name)).Length, Hash(folder, name));

    private static NamedTensor[] Tensors(WeightSet weights, SaveOptions options)
    {
        using WeightShards? source = options is { Format: null, Source: { } folder } ? new(folder) : null;
        return [.. weights.Layout.Entries.Select(entry => new NamedTensor(
            entry.Name, entry.Shape, weights.Values.AsMemory(entry.Offset, entry.Length), options.Format ?? source?.FormatOf(entry.Name) ?? NumberFormat.F32))];
    }
}
