using System.Text.Json;
using Rollouts.Inference.Loading;
using Rollouts.Inference.Loading.Adapters;
using Rollouts.Support;

namespace Rollouts.Trainer.Tests.Adapters;

/// <summary>An adapter folder with the numbers that the reference implementation computed from it and its model.</summary>
internal sealed class GoldenAdapter
{
    private readonly JsonElement golden;

    private GoldenAdapter(string folder)
    {
        Folder = folder;
        golden = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder, "golden.json"))).RootElement;
        using var config = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder, AdapterFolder.ConfigName)));
        var model = config.RootElement.GetProperty("base_model_name_or_path").GetString() ?? Path.GetFileName(folder)["lora-".Length..];
        Weights = PolicyFolder.Load(Repository.RequireGolden("models", Path.GetFileName(model)));
        Adapter = AdapterFolder.Load(folder, Weights.Config);
    }

    public string Folder { get; }

    public WeightSet Weights { get; }

    public Adapter Adapter { get; }

    public int[][] InputIds => Read<int[][]>("input_ids");

    public static IEnumerable<TheoryDataRow<string>> Names()
    {
        string[] names = Directory.Exists(Repository.Golden) ? [.. Directory.GetDirectories(Repository.Golden, "lora-*").Select(name => Path.GetFileName(name)!).Order()] : [];
        return names.DefaultIfEmpty("lora").Select(name => new TheoryDataRow<string>(name));
    }

    /// <summary>Loads an adapter; skips the test where it is not there.</summary>
    public static GoldenAdapter Load(string name) => new(Repository.RequireGolden(name));

    public T Read<T>(string name) => golden.GetProperty(name).Deserialize<T>()!;

    public JsonElement Section(string name) => golden.GetProperty(name);
}
