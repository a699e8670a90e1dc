namespace Rollouts.Inference.Loading;

/// <summary>The sliding window of a <c>config.json</c>. Mistral has one in every layer. Qwen has one where <c>use_sliding_window</c> is
/// set, from layer <c>max_window_layers</c> on or in those that <c>layer_types</c> names. Llama has none.</summary>
internal static class WindowOptions
{
    private const string Windowed = "sliding_attention", Full = "full_attention";
    private const int DefaultWindow = 4096, DefaultFirstLayer = 28;

    /// <summary>The window and the first layer that has it; no window where no layer has it.</summary>
    public static (int? Window, int FirstLayer) Read(ConfigOptions options, string family, int layers)
    {
        int? window = family switch { "llama" => ReadLlama(options), "mistral" => ReadMistral(options), _ => ReadQwen(options) };
        string[]? types = options.Strings("layer_types");
        int first = options.Integer("max_window_layers", DefaultFirstLayer);
        if (family is "llama" or "mistral") first = 0;
        else if (types is not null) first = types.Count(type => type == Full);
        if (window is null) first = layers;
        RequireTypes(options, types, first, layers);
        return window is null || first >= layers ? (null, 0) : (window, Math.Max(0, first));
    }

    private static int? ReadLlama(ConfigOptions options)
    {
        int? window = ReadWindow(options, null);
        return !options.Flag("use_sliding_window", window is not null) ? null
            : throw options.Unsupported("sliding_window", "Llama's attention has no window");
    }

    private static int? ReadMistral(ConfigOptions options)
    {
        int? window = ReadWindow(options, DefaultWindow);
        return options.Flag("use_sliding_window", true) ? window
            : throw options.Unsupported("use_sliding_window", "Mistral switches its window off by a sliding_window of null");
    }

    private static int? ReadQwen(ConfigOptions options)
    {
        int? window = ReadWindow(options, DefaultWindow);
        return options.Flag("use_sliding_window", false) ? window : null;
    }

    // Null says that there is none; absence leaves the default.
    private static int? ReadWindow(ConfigOptions options, int? absent)
    {
        if (!options.Has("sliding_window")) return options.IsNamed("sliding_window") ? null : absent;
        int window = options.Integer("sliding_window");
        return window > 0 ? window : throw options.Unsupported("sliding_window", "expected at least 1");
    }

    private static void RequireTypes(ConfigOptions options, string[]? types, int first, int layers)
    {
        if (types is null) return;
        if (types.Length != layers) throw options.Unsupported("layer_types", $"it describes {types.Length} layers of {layers}");
        for (int layer = 0; layer < layers; layer++)
        {
            string expected = layer < first ? Full : Windowed;
            if (types[layer] != expected)
                throw options.Unsupported("layer_types", $"expected {expected} for layer {layer}, since windowed layers follow all others here and need a window");
        }
    }
}
