using System.Text.Json;

namespace Rollouts.Core.Tokenization.HuggingFace;

/// <summary>The files of a checkpoint that say how text becomes ids, as they were when they were read, so that they can be written again
/// unchanged.</summary>
internal sealed class TokenizerFiles
{
    private const string TemplateFolder = "chat_templates";

    private static readonly string[] Names =
    [
        "tokenizer.json", "tokenizer_config.json", "special_tokens_map.json", "added_tokens.json", "vocab.json", "merges.txt", "tokenizer.model",
        "chat_template.jinja", "chat_template.json", "generation_config.json",
    ];

    private readonly SortedDictionary<string, byte[]> _files = new(StringComparer.Ordinal);

    /// <summary>Reads the files that are there.</summary>
    public TokenizerFiles(string folder)
    {
        Folder = folder;
        foreach (var name in Names.Where(name => File.Exists(Path.Combine(folder, name)))) _files[name] = File.ReadAllBytes(Path.Combine(folder, name));
        var templates = Path.Combine(folder, TemplateFolder);
        if (!Directory.Exists(templates)) return;
        foreach (var path in Directory.EnumerateFiles(templates, "*.jinja"))
            _files[$"{TemplateFolder}/{Path.GetFileName(path)}"] = File.ReadAllBytes(path);
    }

    /// <summary>Where they were read.</summary>
    public string Folder { get; }

    /// <summary>Names of templates in their own folder, without the ending, and their texts.</summary>
    public IEnumerable<(string Name, string Text)> Templates => _files.Keys.Where(name => name.StartsWith(TemplateFolder + "/", StringComparison.Ordinal))
        .Select(name => (Path.GetFileNameWithoutExtension(name), Text(name)!));

    /// <summary>The text of a file; null where it is not there.</summary>
    public string? Text(string name) => _files.TryGetValue(name, out var bytes) ? System.Text.Encoding.UTF8.GetString(bytes.AsSpan(HasMark(bytes) ? 3 : 0)) : null;

    /// <summary>The object in a JSON file; an empty one where the file is not there.</summary>
    /// <exception cref="InvalidInputException">It is no JSON object.</exception>
    public JsonElement Json(string name)
    {
        try
        {
            var element = JsonSerializer.Deserialize<JsonElement>(Text(name) ?? "{}");
            if (element.ValueKind == JsonValueKind.Object) return element;
            throw new InvalidInputException($"{PathOf(name)} should hold a JSON object; it holds {element.ValueKind}. Take the file from the checkpoint again.");
        }
        catch (JsonException error)
        {
            throw new InvalidInputException($"{PathOf(name)} is not JSON: {error.Message} Take the file from the checkpoint again.", error);
        }
    }

    /// <summary>Where a file was read.</summary>
    public string PathOf(string name) => Path.Combine(Folder, name);

    /// <summary>Writes the files as they were read.</summary>
    public void Save(string folder)
    {
        foreach (var (name, bytes) in _files)
        {
            var path = Path.Combine(folder, name);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllBytes(path, bytes);
        }
    }

    private static bool HasMark(byte[] bytes) => bytes is [0xEF, 0xBB, 0xBF, ..];
}
