using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using Rollouts.Core;
using Rollouts.Core.Weights;
using Rollouts.Inference.Loading;
using Rollouts.Inference.Tests.Model;

namespace Rollouts.Inference.Tests.Loading;

public sealed class PolicyFolderTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("policy").FullName;

    private string Config => Path.Combine(folder, PolicyFolder.ConfigName);

    private string Index => Path.Combine(folder, PolicyFolder.WeightsName + ".index.json");

    [Fact]
    public void What_is_written_is_read_and_its_hash_is_the_files()
    {
        WeightSet weights = SmallModel.Weights();
        WeightFile[] files = PolicyFolder.Save(folder, weights, null);
        Assert.Equal(weights.Values, PolicyFolder.Load(folder).Values);
        Assert.Equal(weights.Config, PolicyFolder.Load(folder).Config);
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(Path.Combine(folder, PolicyFolder.WeightsName)))), files[^1].Sha256);
    }

    [Fact]
    public void Brain_floats_are_within_half_a_unit_of_their_last_place()
    {
        WeightSet weights = SmallModel.Weights();
        PolicyFolder.Save(folder, weights, null, NumberFormat.BF16);
        float[] read = PolicyFolder.Load(folder).Values;
        for (int i = 0; i < read.Length; i++) Assert.Equal(weights.Values[i], read[i], Math.Abs(weights.Values[i]) / 256);
    }

    [Fact]
    public void Missing_left_over_and_misshapen_tensors_are_listed_by_name()
    {
        PolicyFolder.Save(folder, SmallModel.Weights(), null);
        string config = Path.Combine(folder, PolicyFolder.ConfigName);
        File.WriteAllText(config, File.ReadAllText(config).Replace("llama", "qwen2", StringComparison.Ordinal).Replace("LlamaFor", "Qwen2For", StringComparison.Ordinal)
            .Replace("\"vocab_size\": 23", "\"vocab_size\": 24", StringComparison.Ordinal).Replace("\"num_hidden_layers\": 2", "\"num_hidden_layers\": 1", StringComparison.Ordinal));
        string message = Assert.Throws<InvalidInputException>(() => PolicyFolder.Load(folder)).Message;
        Assert.Contains("missing: model.layers.0.self_attn.q_proj.bias", message, StringComparison.Ordinal);
        Assert.Contains("of another shape: model.embed_tokens.weight [23, 32] instead of [24, 32]", message, StringComparison.Ordinal);
        Assert.Contains("left over: model.layers.1.", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Weights_above_the_limit_are_cut_into_shards_that_are_read_as_one()
    {
        WeightSet weights = SmallModel.Weights();
        PolicyFolder.Save(folder, weights, null);
        WeightFile[] files = PolicyFolder.Save(folder, weights, null, new SaveOptions { ShardBytes = 9000 });
        Assert.Equal(PolicyFolder.ConfigName, files[0].Name);
        Assert.Equal("model.safetensors.index.json", files[1].Name);
        Assert.True(files.Length > 4);
        Assert.All(files[2..], (file, i) => Assert.Equal($"model-{i + 1:D5}-of-{files.Length - 2:D5}.safetensors", file.Name));
        Assert.False(File.Exists(Path.Combine(folder, PolicyFolder.WeightsName)));
        Assert.Equal(weights.Values, PolicyFolder.Load(folder).Values);
        using JsonDocument index = JsonDocument.Parse(File.ReadAllBytes(Index));
        Assert.Equal(4L * weights.Values.Length, index.RootElement.GetProperty("metadata").GetProperty("total_size").GetInt64());
        string sharded = PolicyFolder.HashWeights(folder);
        PolicyFolder.Save(folder, weights, null);
        Assert.Single(Directory.GetFiles(folder, "*.safetensors*"));
        Assert.NotEqual(sharded, PolicyFolder.HashWeights(folder));
    }

    [Theory]
    [InlineData("model-00001-of", "model-00099-of", "There is no file")]
    [InlineData("model-00001-of", "../model-00001-of", "outside of its folder")]
    [InlineData("model.norm.weight", "model.norms.weight", "missing: model.norms.weight in")]
    [InlineData("model.norm.weight", "model.embed_tokens.weight", "not an index")]
    [InlineData("weight_map", "weights", "not an index")]
    public void An_index_that_is_not_of_its_shards_is_refused(string from, string to, string reason)
    {
        PolicyFolder.Save(folder, SmallModel.Weights(), null, new SaveOptions { ShardBytes = 9000 });
        string text = File.ReadAllText(Index);
        Assert.Contains(from, text, StringComparison.Ordinal);
        File.WriteAllText(Index, text.Replace(from, to, StringComparison.Ordinal));
        Assert.Contains(reason, Assert.Throws<InvalidInputException>(() => PolicyFolder.Load(folder)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_tensor_that_stands_in_two_shards_is_refused()
    {
        PolicyFolder.Save(folder, SmallModel.Weights(), null, new SaveOptions { ShardBytes = 9000 });
        string first = Directory.GetFiles(folder, "model-00001-*").Single(), second = Directory.GetFiles(folder, "model-00002-*").Single();
        File.Copy(first, second, overwrite: true);
        Assert.Contains("stands in two files", Assert.Throws<InvalidInputException>(() => PolicyFolder.Load(folder)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_config_that_claims_far_more_than_the_files_hold_costs_no_memory()
    {
        PolicyFolder.Save(folder, SmallModel.Weights(), null);
        string config = File.ReadAllText(Config);
        foreach (var (vocabulary, reason) in new[] { (60_000_000, "instead of [60000000, 32]"), (int.MaxValue, "more than") })
        {
            File.WriteAllText(Config, config.Replace("\"vocab_size\": 23", $"\"vocab_size\": {vocabulary}", StringComparison.Ordinal));
            long before = GC.GetAllocatedBytesForCurrentThread();
            Assert.Contains(reason, Assert.Throws<InvalidInputException>(() => PolicyFolder.Load(folder)).Message, StringComparison.Ordinal);
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 10_000_000);
        }
    }

    [Fact]
    public void A_tied_output_matrix_that_is_stored_too_must_be_the_embedding()
    {
        WeightSet weights = SmallModel.Weights(config: SmallModel.Config with { TieEmbeddings = false });
        weights[WeightNames.Embedding].CopyTo(weights[WeightNames.Output]);
        Assert.Equal(weights[WeightNames.Embedding], LoadTied(weights)[WeightNames.Embedding]);
        weights[WeightNames.Output][5]++;
        Assert.Contains("tie_word_embeddings", Assert.Throws<InvalidInputException>(() => LoadTied(weights)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_number_beyond_half_precision_is_refused_and_what_was_there_stays()
    {
        PolicyFolder.Save(folder, SmallModel.Weights(), null);
        WeightSet weights = SmallModel.Weights(8);
        weights.Values[3] = 70_000;
        Assert.Contains("70000", Assert.Throws<InvalidInputException>(() => PolicyFolder.Save(folder, weights, null, NumberFormat.F16)).Message, StringComparison.Ordinal);
        Assert.Equal(SmallModel.Weights().Values, PolicyFolder.Load(folder).Values);
        Assert.Equal(2, Directory.GetFiles(folder).Length);
    }

    [Fact]
    public void What_stands_beside_the_source_s_weights_is_copied_and_its_config_kept()
    {
        string source = Path.Combine(folder, "source"), target = Path.Combine(folder, "target");
        PolicyFolder.Save(source, SmallModel.Weights(), null);
        string[] companions = ["tokenizer.json", "tokenizer_config.json", "generation_config.json", "chat_template.jinja", "special_tokens_map.json", "merges.txt"];
        foreach (string name in companions) File.WriteAllText(Path.Combine(source, name), $"the {name}");
        File.WriteAllText(Path.Combine(source, "optimizer.pt"), "of no use");
        PolicyFolder.Save(target, SmallModel.Weights(), null, new SaveOptions { Source = source });
        foreach (string name in companions) Assert.Equal($"the {name}", File.ReadAllText(Path.Combine(target, name)));
        Assert.Equal(companions.Length + 2, Directory.GetFiles(target).Length);
        var error = Assert.Throws<InvalidInputException>(() =>
            PolicyFolder.Save(target, new WeightSet(SmallModel.With(4)), null, new SaveOptions { Source = source }));
        Assert.Contains("another model", error.Message, StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private WeightSet LoadTied(WeightSet weights)
    {
        PolicyFolder.Save(folder, weights, null);
        JsonNode config = JsonNode.Parse(File.ReadAllText(Config))!;
        config["tie_word_embeddings"] = true;
        File.WriteAllText(Config, config.ToJsonString());
        return PolicyFolder.Load(folder);
    }
}
