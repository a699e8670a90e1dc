using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;
using Rollouts.Core.Tokenization.Templates;

namespace Rollouts.Core.Tokenization.HuggingFace;

/// <summary>The chat templates of a checkpoint, wherever it keeps them.</summary>
internal sealed class CheckpointTemplates
{
    private const string Default = "default";

    private readonly TokenizerFiles _files;
    private readonly SpecialTokens _specials;
    private readonly SortedDictionary<string, string> _sources = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<DateOnly, ChatTemplate> _templates = new();

    /// <summary>The templates of a checkpoint; none is read before it is asked for.</summary>
    public CheckpointTemplates(TokenizerFiles files, SpecialTokens specials)
    {
        (_files, _specials) = (files, specials);
        Add(files.Json("chat_template.json"));
        Add(files.Json("tokenizer_config.json"));
        foreach (var (name, text) in files.Templates) _sources[name] = text;
        if (files.Text("chat_template.jinja") is { } single) _sources[Default] = single;
    }

    /// <summary>Whether there is one to use where none is named.</summary>
    public bool HasDefault => _sources.ContainsKey(Default);

    /// <summary>The text that begins an answer to the messages.</summary>
    /// <param name="messages">What was said.</param>
    /// <param name="day">What the template is told as the present day.</param>
    /// <exception cref="InvalidInputException">There is no template, or it can't be rendered with these messages.</exception>
    public string Render(IEnumerable<ChatMessage> messages, DateOnly day)
    {
        var source = _sources.GetValueOrDefault(Default) ?? throw Missing();
        var variables = new JsonObject
        {
            ["messages"] = new JsonArray([.. messages.Select(message => new JsonObject { ["role"] = message.Role, ["content"] = message.Content })]),
            ["add_generation_prompt"] = true,
        };
        foreach (var (role, token) in _specials.Roles) variables[role] = token;
        return _templates.GetOrAdd(day, _ => new(source, new FixedDay(day))).Render(JsonSerializer.SerializeToElement(variables));
    }

    private InvalidInputException Missing() => new(
        $"{_files.Folder} has no chat template{(_sources.Count > 0 ? $" named default, only {string.Join(", ", _sources.Keys)}" : "")}; "
        + "expected chat_template.jinja, or chat_template in tokenizer_config.json. Add it, or use model.template: plain.");

    // One template, or a list of named ones.
    private void Add(JsonElement file)
    {
        if (!file.TryGetProperty("chat_template", out var template)) return;
        if (template.ValueKind == JsonValueKind.String) _sources[Default] = template.GetString()!;
        else if (template.ValueKind == JsonValueKind.Array)
            foreach (var entry in template.EnumerateArray()) _sources[entry.GetProperty("name").GetString()!] = entry.GetProperty("template").GetString()!;
    }

    private sealed class FixedDay(DateOnly day) : TimeProvider
    {
        public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

        public override DateTimeOffset GetUtcNow() => new(day, TimeOnly.MinValue, TimeSpan.Zero);
    }
}
