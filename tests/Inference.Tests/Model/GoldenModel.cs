using System.Text.Json;
using Rollouts.Core;
using Rollouts.Inference.Loading;
using Rollouts.Inference.Model;
using Rollouts.Support;

namespace Rollouts.Inference.Tests.Model;

/// <summary>A model folder with the numbers that the reference implementation computed from it.</summary>
internal sealed class GoldenModel
{
    private readonly JsonElement golden;

    private GoldenModel(string folder)
    {
        Weights = PolicyFolder.Load(folder);
        golden = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder, "golden.json"))).RootElement;
    }

    public WeightSet Weights { get; }

    public int[][] InputIds => Read<int[][]>("input_ids");

    public double[][] LossMask => Read<double[][]>("loss_mask");

    public static IEnumerable<TheoryDataRow<string>> Families()
    {
        string folder = Path.Combine(Repository.Golden, "models");
        string[] names = Directory.Exists(folder) ? [.. Directory.GetDirectories(folder).Select(name => Path.GetFileName(name)!).Order()] : ["none"];
        return names.Select(name => new TheoryDataRow<string>(name));
    }

    /// <summary>Loads a family; skips the test where it is not there or asks for arithmetic that the decoder refuses by name.</summary>
    public static GoldenModel Load(string family)
    {
        string folder = Repository.RequireGolden("models", family);
        try
        {
            return new(folder);
        }
        catch (InvalidInputException refused) when (refused.Message.Contains("sliding_window", StringComparison.Ordinal))
        {
            Assert.Skip(refused.Message);
            throw;
        }
    }

    public T Read<T>(string name) => golden.GetProperty(name).Deserialize<T>()!;

    public JsonElement Section(string name) => golden.GetProperty(name);

    /// <summary>Batch, and the flat places and targets of all tokens that follow another one.</summary>
    public (PackedBatch Batch, int[] Places, int[] Targets) Pack()
    {
        PackedBatch batch = PackedBatch.OfRows(InputIds);
        int[] places = [.. Enumerable.Range(0, batch.RowCount).SelectMany(row => batch.PlacesBefore(row, 0))];
        return (batch, places, [.. InputIds.SelectMany(row => row.Skip(1))]);
    }
}
