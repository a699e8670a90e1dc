using Rollouts.Core;
using Rollouts.Inference.Model;

namespace Rollouts.Inference.Loading.Adapters;

/// <summary>An adapter on disk in peft's layout: <c>adapter_config.json</c> and <c>adapter_model.safetensors</c>.</summary>
public static class AdapterFolder
{
    /// <summary>File of the config.</summary>
    public const string ConfigName = "adapter_config.json";

    /// <summary>File of the numbers.</summary>
    public const string WeightsName = "adapter_model.safetensors";

    /// <summary>Reads an adapter.</summary>
    /// <param name="folder">Its folder.</param>
    /// <param name="model">The model that it is for.</param>
    /// <exception cref="InvalidInputException">Something is missing, damaged, left over, of another shape or not known here; the message
    /// lists it by name.</exception>
    public static Adapter Load(string folder, ModelConfig model)
    {
        if (!Directory.Exists(folder)) throw new InvalidInputException($"There is no adapter folder {folder}.");
        var config = AdapterConfigFile.Read(Path.Combine(folder, ConfigName));
        using SafetensorsFile file = SafetensorsFile.Open(Path.Combine(folder, WeightsName));
        WeightEntry[] entries = [.. Entries(Adapter.Lay(config, model))];
        TensorNames.RequireFit(folder, "do not fit its config and the model", entries, file.Entries.ToDictionary(entry => entry.Name), _ => false);
        var adapter = new Adapter(config, model);
        foreach (WeightEntry entry in entries) file.Read(file.Find(entry.Name)!, adapter.Of(entry));
        return adapter;
    }

    /// <summary>Writes an adapter; the folder is created, files of the same names are replaced.</summary>
    /// <param name="folder">Where to.</param>
    /// <param name="adapter">What.</param>
    /// <param name="format">How its numbers are written.</param>
    /// <exception cref="InvalidInputException">A number is beyond the format's range.</exception>
    public static void Save(string folder, Adapter adapter, NumberFormat format = NumberFormat.F32)
    {
        ArgumentNullException.ThrowIfNull(adapter);
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, ConfigName), AdapterConfigFile.Write(adapter.Config));
        SafetensorsWriter.Write(
            Path.Combine(folder, WeightsName),
            [.. Entries(adapter.Modules).Select(entry => new NamedTensor(entry.Name, entry.Shape, adapter.Values.AsMemory(entry.Offset, entry.Length), format))]);
    }

    private static IEnumerable<WeightEntry> Entries(IReadOnlyList<AdaptedModule> modules) => modules.SelectMany(module => new[] { module.Down, module.Up });
}
