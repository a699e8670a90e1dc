using Rollouts.Inference.Model;

namespace Rollouts.Inference.Loading;

/// <summary>The rotary positions of a <c>config.json</c>: <c>rope_theta</c> and <c>rope_scaling</c> in the older spelling,
/// <c>rope_parameters</c> in the newer one.</summary>
internal static class RotaryOptions
{
    private const double DefaultTheta = 10_000;

    /// <summary>The base, and how frequencies are stretched. Where both spellings are given, they must agree.</summary>
    public static (double Theta, RopeScaling? Scaling) Read(ConfigOptions options)
    {
        double? theta = options.Has("rope_theta") ? options.Number("rope_theta") : null;
        RopeScaling? stretch = null;
        ConfigOptions[] sections = [.. new[] { options.Section("rope_scaling"), options.Section("rope_parameters") }.OfType<ConfigOptions>()];
        foreach (ConfigOptions section in sections)
        {
            RopeScaling? read = ReadScaling(section);
            if (section != sections[0] && read != stretch) throw options.Unsupported("rope_parameters", "rope_scaling says something else");
            stretch = read;
            theta = ReadTheta(section, theta);
            section.RequireNumber("partial_rotary_factor", 1);
            section.RequireNothingElse(_ => false);
        }

        return (theta ?? DefaultTheta, stretch);
    }

    private static double? ReadTheta(ConfigOptions section, double? outer)
    {
        if (!section.Has("rope_theta")) return outer;
        double theta = section.Number("rope_theta");
        return outer is null || outer == theta ? theta : throw section.Unsupported("rope_theta", $"it is {outer} elsewhere in the file");
    }

    // Older files say type, newer ones rope_type, and some both.
    private static RopeScaling? ReadScaling(ConfigOptions section)
    {
        string[] known = ["default", "llama3"];
        string type = section.OneOf("rope_type", section.OneOf("type", "default", known), known);
        if (section.OneOf("type", type, known) != type) throw section.Unsupported("type", $"rope_type is {type}");
        return type == "default" ? null : new(
            section.Number("factor"), section.Number("low_freq_factor"), section.Number("high_freq_factor"),
            section.Integer("original_max_position_embeddings"));
    }
}
