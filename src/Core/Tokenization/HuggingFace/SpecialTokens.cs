using System.Globalization;
using System.Text.Json;

namespace Rollouts.Core.Tokenization.HuggingFace;

/// <summary>The tokens that a checkpoint names by their role, and those it adds outside of <c>tokenizer.json</c>.</summary>
/// <param name="files">The checkpoint's files.</param>
internal sealed class SpecialTokens(TokenizerFiles files)
{
    private readonly JsonElement _config = files.Json("tokenizer_config.json");
    private readonly JsonElement _map = files.Json("special_tokens_map.json");

    /// <summary>The text of a role such as <c>eos_token</c>; null where the checkpoint has none.</summary>
    public string? Text(string role) => Text(_config, role) ?? Text(_map, role);

    /// <summary>Every role that has a token.</summary>
    public IEnumerable<(string Role, string Token)> Roles => new[] { _config, _map }
        .SelectMany(json => json.EnumerateObject().Select(property => property.Name))
        .Where(name => name.EndsWith("_token", StringComparison.Ordinal)).Distinct()
        .Select(role => (role, Text(role)!)).Where(entry => entry.Item2 is not null);

    /// <summary>Tokens of <c>added_tokens_decoder</c> and <c>added_tokens.json</c>.</summary>
    public IEnumerable<AddedToken> Added()
    {
        if (_config.TryGetProperty("added_tokens_decoder", out var decoder))
        {
            foreach (var entry in decoder.EnumerateObject())
                yield return AddedToken.Read(new(entry.Value, $"added_tokens_decoder.{entry.Name}"), int.Parse(entry.Name, CultureInfo.InvariantCulture));
        }

        foreach (var entry in files.Json("added_tokens.json").EnumerateObject()) yield return new(entry.Value.GetInt32(), entry.Name, IsNormalized: true);
    }

    /// <summary>Whether a flag of <c>tokenizer_config.json</c> is set; null where it is not said.</summary>
    public bool? Flag(string name) => _config.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.True or JsonValueKind.False ? value.GetBoolean() : null;

    /// <summary>Ids that end an answer, as <c>generation_config.json</c> has them.</summary>
    public IEnumerable<int> GenerationEnds()
    {
        if (!files.Json("generation_config.json").TryGetProperty("eos_token_id", out var ends)) return [];
        return ends.ValueKind switch
        {
            JsonValueKind.Number => [ends.GetInt32()],
            JsonValueKind.Array => [.. ends.EnumerateArray().Select(id => id.GetInt32())],
            _ => [],
        };
    }

    // A token is its text, or an object that has it.
    private static string? Text(JsonElement json, string role) => !json.TryGetProperty(role, out var value) ? null : value.ValueKind switch
    {
        JsonValueKind.String => value.GetString(),
        JsonValueKind.Object when value.TryGetProperty("content", out var content) => content.GetString(),
        _ => null,
    };
}
