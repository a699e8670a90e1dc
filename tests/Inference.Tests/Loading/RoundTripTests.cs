using System.Text.Json.Nodes;
using Rollouts.Inference.Loading;
using Rollouts.Inference.Tests.Model;
using Rollouts.Support;

namespace Rollouts.Inference.Tests.Loading;

/// <summary>Every checkpoint there is, read and written again.</summary>
public sealed class RoundTripTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("round-trip").FullName;

    public static IEnumerable<TheoryDataRow<string, long>> Checkpoints() =>
        GoldenModel.Families().Select(family => Path.Combine("models", family.Data)).Append("tiny-llama-gsm8k")
            .SelectMany(name => new[] { long.MaxValue, 50_000 }.Select(limit => new TheoryDataRow<string, long>(name, limit)));

    [Theory, MemberData(nameof(Checkpoints))]
    public void A_checkpoint_written_in_its_own_format_has_every_tensor_byte_for_byte(string name, long shardBytes)
    {
        string source = Repository.RequireGolden(name);
        PolicyFolder.Save(folder, PolicyFolder.Load(source), null, new SaveOptions { Format = null, Source = source, ShardBytes = shardBytes });
        AssertSame(source);
        Assert.Equal(shardBytes == long.MaxValue, File.Exists(Path.Combine(folder, PolicyFolder.WeightsName)));
        Assert.True(JsonNode.DeepEquals(Json(source, "config.json"), Json(folder, "config.json")));
        foreach (string companion in new[] { "generation_config.json", "tokenizer.json", "tokenizer_config.json", "chat_template.jinja" })
            Assert.Equal(Bytes(source, companion), Bytes(folder, companion));
    }

    [Theory, MemberData(nameof(Checkpoints))]
    public void So_it_has_when_the_format_is_named(string name, long shardBytes)
    {
        string source = Repository.RequireGolden(name);
        JsonNode config = Json(source, "config.json");
        string spelling = config["dtype"] is null ? "torch_dtype" : "dtype";
        NumberFormat format = config[spelling]!.GetValue<string>() switch { "float32" => NumberFormat.F32, "float16" => NumberFormat.F16, _ => NumberFormat.BF16 };
        PolicyFolder.Save(folder, PolicyFolder.Load(source), null, new SaveOptions { Format = format, Source = source, ShardBytes = shardBytes });
        AssertSame(source);
        Assert.True(JsonNode.DeepEquals(config, Json(folder, "config.json")));
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private void AssertSame(string source)
    {
        var (expected, actual) = (Tensors(source), Tensors(folder));
        Assert.Equal(expected.Keys.Order(), actual.Keys.Order());
        foreach (var (name, tensor) in expected)
        {
            Assert.Equal((tensor.Format, tensor.Shape), (actual[name].Format, actual[name].Shape));
            Assert.Equal(tensor.Bytes, actual[name].Bytes);
        }
    }

    private static Dictionary<string, (NumberFormat Format, string Shape, byte[] Bytes)> Tensors(string source)
    {
        var tensors = new Dictionary<string, (NumberFormat, string, byte[])>();
        foreach (string path in Directory.GetFiles(source, "*.safetensors"))
        {
            using SafetensorsFile file = SafetensorsFile.Open(path);
            foreach (SafetensorsEntry entry in file.Entries) tensors.Add(entry.Name, (entry.Format, entry.ShapeText, file.Bytes(entry).ToArray()));
        }

        return tensors;
    }

    private static JsonNode Json(string source, string name) => JsonNode.Parse(File.ReadAllText(Path.Combine(source, name)))!;

    private static byte[]? Bytes(string source, string name) => File.Exists(Path.Combine(source, name)) ? File.ReadAllBytes(Path.Combine(source, name)) : null;
}
