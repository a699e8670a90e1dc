namespace Rollouts.Inference.Loading;

/// <summary>What stands beside config and weights in a Hugging Face folder and is handed on unchanged.</summary>
internal static class CompanionFiles
{
    private static readonly string[] Tokenizers = ["tokenizer.json", "tokenizer.model", "vocab.json"];

    private static readonly string[] Names =
    [
        .. Tokenizers, "added_tokens.json", "chat_template.jinja", "chat_template.json", "generation_config.json", "merges.txt",
        "special_tokens_map.json", "tokenizer_config.json",
    ];

    /// <summary>Copies the files that are there, byte for byte.</summary>
    /// <returns>Whether a tokenizer is among them.</returns>
    public static bool Copy(string source, string folder)
    {
        // Written anew rather than copied: a read-only original should not make a read-only copy.
        if (Path.GetFullPath(source) != Path.GetFullPath(folder))
            foreach (string name in Names.Where(name => File.Exists(Path.Combine(source, name))))
                File.WriteAllBytes(Path.Combine(folder, name), File.ReadAllBytes(Path.Combine(source, name)));
        return Tokenizers.Any(name => File.Exists(Path.Combine(source, name)));
    }
}
