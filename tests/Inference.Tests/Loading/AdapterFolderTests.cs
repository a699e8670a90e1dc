using System.Text.Json.Nodes;
using Rollouts.Core;
using Rollouts.Inference.Loading;
using Rollouts.Inference.Loading.Adapters;
using Rollouts.Inference.Tests.Model;

namespace Rollouts.Inference.Tests.Loading;

public sealed class AdapterFolderTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("adapter").FullName;

    private string Config => Path.Combine(folder, AdapterFolder.ConfigName);

    [Fact]
    public void Merging_adds_the_scaled_product_to_what_is_adapted_and_to_nothing_else()
    {
        WeightSet weights = SmallModel.Weights();
        Adapter adapter = Random(new() { Rank = 2, Alpha = 6, Targets = new(["k_proj"]) });
        WeightSet merged = adapter.Merge(weights);
        foreach (WeightEntry entry in weights.Layout.Entries)
            if (!entry.Name.Contains("k_proj", StringComparison.Ordinal)) Assert.Equal(weights.Of(entry), merged.Of(entry));
        AdaptedModule module = adapter.Modules[1];
        float[] down = adapter.Of(module.Down).ToArray(), up = adapter.Of(module.Up).ToArray();
        for (int row = 0; row < module.Outputs; row++)
            for (int column = 0; column < module.Inputs; column++)
            {
                double change = 3 * Enumerable.Range(0, 2).Sum(k => (double)up[row * 2 + k] * down[k * module.Inputs + column]);
                Assert.Equal(weights.Of(module.Weight)[row * module.Inputs + column] + change, merged.Of(module.Weight)[row * module.Inputs + column], 1e-6);
            }
    }

    [Theory]
    [InlineData(null, "q_proj,v_proj", 4)]
    [InlineData(null, "self_attn.o_proj", 2)]
    [InlineData(null, "model.layers.1.mlp.up_proj", 1)]
    [InlineData(null, "lm_head", 1)]
    [InlineData("all-linear", null, 14)]
    [InlineData(@".*\.(gate|up|down)_proj", null, 6)]
    [InlineData(@"model\.layers\.1\..*", null, 7)]
    [InlineData(@"^(?!.*\.0\.).*q_proj$", null, 1)]
    public void Targets_are_ends_of_names_or_an_expression_for_whole_names(string? expression, string? names, int count)
    {
        TargetModules targets = expression is null ? new(names!.Split(',')) : new(expression);
        var model = SmallModel.Config with { TieEmbeddings = false };
        var config = new AdapterConfig { Rank = 2, Alpha = 4, Targets = targets };
        Assert.Equal(count, new Adapter(config, model).Modules.Count);
        AdapterFolder.Save(folder, new Adapter(config, model));
        Assert.Equal(count, AdapterFolder.Load(folder, model).Modules.Count);
    }

    [Theory]
    [InlineData(false, 4)]
    [InlineData(true, 8)]
    public void The_scale_is_alpha_over_the_rank_or_its_root(bool isRankStabilized, double scale)
    {
        AdapterFolder.Save(folder, Random(new() { Rank = 4, Alpha = 16, IsRankStabilized = isRankStabilized, Targets = new("all-linear") }));
        Assert.Equal(scale, AdapterFolder.Load(folder, SmallModel.Config).Config.Scale);
    }

    [Theory]
    [InlineData("peft_type", "\"IA3\"", "peft_type is IA3")]
    [InlineData("task_type", "\"SEQ_CLS\"", "task_type is SEQ_CLS")]
    [InlineData("bias", "\"lora_only\"", "bias is lora_only")]
    [InlineData("fan_in_fan_out", "true", "fan_in_fan_out")]
    [InlineData("modules_to_save", "[\"lm_head\"]", "modules_to_save")]
    [InlineData("use_dora", "true", "use_dora")]
    [InlineData("lora_bias", "true", "lora_bias")]
    [InlineData("rank_pattern", "{\"q_proj\": 8}", "rank_pattern")]
    [InlineData("alpha_pattern", "{\"q_proj\": 8}", "alpha_pattern")]
    [InlineData("layers_to_transform", "[0]", "layers_to_transform")]
    [InlineData("layer_replication", "[[0, 1]]", "layer_replication")]
    [InlineData("exclude_modules", "\"q_proj\"", "exclude_modules")]
    [InlineData("trainable_token_indices", "[1]", "trainable_token_indices")]
    [InlineData("init_lora_weights", "\"pissa\"", "pissa")]
    [InlineData("init_lora_weights", "\"olora\"", "olora")]
    [InlineData("lora_dropout", "1.0", "lora_dropout")]
    [InlineData("r", "0", "r is 0")]
    [InlineData("r", "\"4\"", "expected an integer")]
    [InlineData("r", null, "no r")]
    [InlineData("target_modules", "null", "target_modules")]
    [InlineData("target_modules", "[]", "target_modules")]
    [InlineData("target_modules", "[\"q_proj\", \"embed_tokens\"]", "embed_tokens")]
    [InlineData("target_modules", "\"(\"", "no regular expression")]
    [InlineData("target_modules", "\"q_proj\"", "chooses none")]
    [InlineData("target_modules", "[\"q_proj\"]", "left over: base_model.model.model.layers.0.self_attn.k_proj.lora_A.weight")]
    [InlineData("r", "2000000", "lora_A.weight [4, 32] instead of [2000000, 32]")]
    [InlineData("r", "2000000000", "lower rank")]
    [InlineData("r", "8", "lora_A.weight [4, 32] instead of [8, 32]")]
    public void What_would_change_the_arithmetic_is_refused_by_name(string option, string? value, string reason)
    {
        AdapterFolder.Save(folder, Random(new() { Rank = 4, Alpha = 8, Targets = new(["q_proj", "k_proj"]) }));
        JsonObject config = JsonNode.Parse(File.ReadAllText(Config))!.AsObject();
        if (value is null) config.Remove(option);
        else config[option] = JsonNode.Parse(value);
        File.WriteAllText(Config, config.ToJsonString());
        var error = Assert.Throws<InvalidInputException>(() => AdapterFolder.Load(folder, SmallModel.Config));
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_expression_that_would_take_for_ever_is_stopped()
    {
        var error = Assert.Throws<InvalidInputException>(() => new TargetModules("(.|..|...)*(.+)+x{7}y").Choose([new string('x', 60)]));
        Assert.Contains("more simply", error.Message, StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private static Adapter Random(AdapterConfig config)
    {
        var (adapter, random) = (new Adapter(config, SmallModel.Config), new Random(3));
        foreach (ref float value in adapter.Values.AsSpan()) value = (float)(random.NextDouble() - 0.5);
        return adapter;
    }
}
