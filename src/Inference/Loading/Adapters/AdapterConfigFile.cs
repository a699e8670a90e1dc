using System.Text.Json;
using System.Text.Json.Nodes;
using Rollouts.Core;

namespace Rollouts.Inference.Loading.Adapters;

/// <summary>Reads and writes <c>adapter_config.json</c> in peft's names. What would change the arithmetic and is not known here is an
/// error, never passed over.</summary>
internal static class AdapterConfigFile
{
    // Where it came from, how it began, and parameters of variants that are switched off.
    private static readonly HashSet<string> Harmless =
        ["auto_mapping", "eva_config", "inference_mode", "megatron_core", "peft_version", "qalora_group_size", "revision", "runtime_config"];

    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true };

    public static AdapterConfig Read(string path)
    {
        if (!File.Exists(path)) throw new InvalidInputException($"There is no {path}; an adapter folder needs its adapter_config.json.");
        try
        {
            using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(path));
            var options = new ConfigOptions(document.RootElement, path);
            AdapterConfig config = Read(options);
            options.RequireNothingElse(Harmless.Contains);
            return config;
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            throw new InvalidInputException($"{path} is not JSON: {error.Message}", error);
        }
    }

    public static string Write(AdapterConfig config)
    {
        var json = new JsonObject
        {
            ["peft_type"] = "LORA", ["task_type"] = "CAUSAL_LM", ["base_model_name_or_path"] = config.BaseModel, ["r"] = config.Rank,
            ["lora_alpha"] = config.Alpha, ["lora_dropout"] = config.Dropout, ["use_rslora"] = config.IsRankStabilized, ["bias"] = "none",
            ["fan_in_fan_out"] = false, ["init_lora_weights"] = true, ["inference_mode"] = true, ["modules_to_save"] = null,
            ["target_modules"] = config.Targets.Names is { } names ? new JsonArray([.. names.Select(name => JsonValue.Create(name))]) : config.Targets.Expression,
        };
        return json.ToJsonString(Readable) + "\n";
    }

    private static AdapterConfig Read(ConfigOptions options)
    {
        options.OneOf("peft_type", "LORA");
        options.OneOf("task_type", "CAUSAL_LM", ["CAUSAL_LM"]);
        options.OneOf("bias", "none", ["none"]);
        options.RequireFalse("fan_in_fan_out", "the model's projections are [out, in]");
        RequireUntouchedBase(options);
        var config = new AdapterConfig
        {
            Rank = options.Integer("r"), Alpha = options.Number("lora_alpha"), IsRankStabilized = options.Flag("use_rslora", false),
            Dropout = options.Number("lora_dropout", 0), BaseModel = options.Text("base_model_name_or_path"), Targets = ReadTargets(options),
        };
        if (config.Rank < 1) throw options.Unsupported("r", "expected at least 1");
        return config.Dropout is >= 0 and < 1 ? config : throw options.Unsupported("lora_dropout", "expected 0 to 1, exclusive");
    }

    // Some ways to begin an adapter take what they put into it out of the model; the file then belongs to a changed model.
    private static void RequireUntouchedBase(ConfigOptions options)
    {
        if (options.Text("init_lora_weights") is { } way and not ("gaussian" or "orthogonal" or "eva"))
            throw options.Unsupported("init_lora_weights", $"an adapter begun by {way} belongs to a model whose weights were changed for it");
    }

    private static TargetModules ReadTargets(ConfigOptions options)
    {
        if (options.Text("target_modules") is { } expression) return new(expression);
        return options.Strings("target_modules") is { Length: > 0 } names ? new(names)
            : throw options.Unsupported("target_modules", "expected a list of names or a regular expression");
    }
}
