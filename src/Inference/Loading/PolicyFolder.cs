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

    /// <summary>File of the weights.</summary>
    public const string WeightsName = "model.safetensors";

    /// <summary>Reads a policy.</summary>
    /// <param name="folder">Its folder.</param>
    /// <exception cref="InvalidInputException">Something is missing, damaged, left over or of another shape; the message lists it by name.</exception>
    public static WeightSet Load(string folder)
    {
        if (!Directory.Exists(folder)) throw new InvalidInputException($"There is no model folder {folder}.");
        ModelConfig config = ModelConfigFile.Read(Path.Combine(folder, ConfigName));
        var weights = new WeightSet(config);
        using var shards = new WeightShards(folder);
        shards.ReadInto(weights);
        return weights;
    }

    /// <summary>Writes a policy; the folder is created.</summary>
    /// <param name="folder">Where to; files of the same names are replaced.</param>
    /// <param name="weights">Config and numbers.</param>
    /// <param name="tokenizer">Writes its own files; null = none.</param>
    /// <param name="format">F32 or BF16.</param>
    /// <returns>The files of config and weights with their hashes; the weights come last.</returns>
    public static WeightFile[] Save(string folder, WeightSet weights, ITokenizer? tokenizer, NumberFormat format = NumberFormat.F32)
    {
        ArgumentNullException.ThrowIfNull(weights);
        Directory.CreateDirectory(folder);
        tokenizer?.Save(folder);
        File.WriteAllText(Path.Combine(folder, ConfigName), ModelConfigFile.Write(weights.Config, format));
        string sha256;
        using (FileStream stream = File.Create(Path.Combine(folder, WeightsName), 1 << 20))
        {
            sha256 = SafetensorsWriter.Write(stream, weights, format);
            stream.Flush(flushToDisk: true);
        }

        return [Describe(folder, ConfigName, Hash(folder, ConfigName)), Describe(folder, WeightsName, sha256)];
    }

    /// <summary>Lower-case hexadecimal SHA-256 of a file of the folder.</summary>
    public static string Hash(string folder, string name)
    {
        using FileStream stream = File.OpenRead(Path.Combine(folder, name));
        return Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(stream));
    }

    private static WeightFile Describe(string folder, string name, string sha256) =>
        new(name, new FileInfo(Path.Combine(folder, name)).Length, sha256);
}
