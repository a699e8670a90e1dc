using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Rollouts.Inference.Loading;
using Rollouts.Inference.Model;
using Rollouts.Support;

namespace Rollouts.Inference.Tests.Model;

/// <summary>A model folder with the numbers that the reference implementation computed from it.</summary>
internal sealed partial class GoldenModel
{
    private readonly JsonElement golden;

    private GoldenModel(string folder)
    {
        Folder = folder;
        Weights = PolicyFolder.Load(folder);
        golden = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder, "golden.json"))).RootElement;
    }

    public string Folder { get; }

    public WeightSet Weights { get; }

    public int[][] InputIds => Read<int[][]>("input_ids");

    public float[] LossMask => [.. Read<double[][]>("loss_mask").SelectMany(row => row.Skip(1)).Select(value => (float)value)];

    public static IEnumerable<TheoryDataRow<string>> Families()
    {
        string folder = Path.Combine(Repository.Golden, "models");
        string[] names = Directory.Exists(folder) ? [.. Directory.GetDirectories(folder).Select(name => Path.GetFileName(name)!).Order()] : ["none"];
        return names.Select(name => new TheoryDataRow<string>(name));
    }

    /// <summary>Loads a family; skips the test where it is not there.</summary>
    public static GoldenModel Load(string family) => new(Repository.RequireGolden("models", family));

    public T Read<T>(string name) => golden.GetProperty(name).Deserialize<T>()!;

    public JsonElement Section(string name) => golden.GetProperty(name);

    /// <summary>Where whole rows of logits are known, and the logits: the last place of each row, and places that a name tells.</summary>
    public IEnumerable<(int Row, int Position, float[] Logits)> KnownLogits()
    {
        float[][] last = Read<float[][]>("logits_last_position");
        for (int row = 0; row < last.Length; row++) yield return (row, InputIds[row].Length - 1, last[row]);
        foreach (JsonProperty property in golden.EnumerateObject())
            if (Place().Match(property.Name) is { Success: true } match)
                yield return (Number(match, "row"), Number(match, "position"), property.Value.Deserialize<float[]>()!);
    }

    /// <summary>Batch, and the flat places and targets of all tokens that follow another one.</summary>
    public (PackedBatch Batch, int[] Places, int[] Targets) Pack()
    {
        PackedBatch batch = PackedBatch.OfRows(InputIds);
        int[] places = [.. Enumerable.Range(0, batch.RowCount).SelectMany(row => batch.PlacesBefore(row, 0))];
        return (batch, places, [.. InputIds.SelectMany(row => row.Skip(1))]);
    }

    private static int Number(Match match, string group) => int.Parse(match.Groups[group].ValueSpan, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^logits_position_(?<position>\d+)_row_(?<row>\d+)$")]
    private static partial Regex Place();
}
