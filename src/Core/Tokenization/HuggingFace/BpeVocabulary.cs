using System.Globalization;
using System.Text.Json;

namespace Rollouts.Core.Tokenization.HuggingFace;

/// <summary>Tokens and merges of a byte-pair encoding, and how it treats what it doesn't know.</summary>
internal sealed class BpeVocabulary
{
    private const string Known = "BPE";

    private readonly Dictionary<string, int> _ids = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> _lookup;
    private readonly Dictionary<long, (int Rank, int Id)> _merges = [];

    /// <summary>Reads the <c>model</c>.</summary>
    /// <exception cref="FormatException">It is of another kind, or damaged; the message says what.</exception>
    public BpeVocabulary(Component model)
    {
        if (model.Type is not ("BPE" or "")) throw model.Unknown(Known);
        foreach (var name in new[] { "continuing_subword_prefix", "end_of_word_suffix" })
            if (model.Text(name, "").Length > 0) throw new FormatException($"{model.Place}.{name} is \"{model.Text(name)}\"; only models without it are supported.");
        if (model.Find("dropout") is { } dropout && dropout.GetDouble() != 0) throw new FormatException($"{model.Place}.dropout is {dropout}, which makes ids random; only 0 is supported.");
        _lookup = _ids.GetAlternateLookup<ReadOnlySpan<char>>();
        foreach (var entry in model.Get("vocab").EnumerateObject()) _ids[entry.Name] = entry.Value.GetInt32();
        (IgnoresMerges, FusesUnknown) = (model.Flag("ignore_merges", false), model.Flag("fuse_unk", false));
        HasByteFallback = model.Flag("byte_fallback", false);
        UnknownToken = model.Find("unk_token")?.GetString();
        ReadMerges(model);
        ByteTokens = [.. Enumerable.Range(0, 256).Select(value => Find(string.Create(CultureInfo.InvariantCulture, $"<0x{value:X2}>")))];
        if (UnknownToken is not null && Find(UnknownToken) < 0) throw new FormatException($"{model.Place}.unk_token \"{UnknownToken}\" is not in the vocabulary.");
        model.Done();
    }

    /// <summary>Id by token.</summary>
    public IReadOnlyDictionary<string, int> Ids => _ids;

    /// <summary>The pairs that are merged.</summary>
    public IEnumerable<(int Left, int Right)> MergedPairs => _merges.Keys.Select(key => ((int)(key >> 32), (int)key));

    /// <summary>Whether a word that is a token is not merged up to it.</summary>
    public bool IgnoresMerges { get; }

    /// <summary>Whether neighbouring unknown characters are one unknown token.</summary>
    public bool FusesUnknown { get; }

    /// <summary>Whether unknown characters become tokens of their bytes.</summary>
    public bool HasByteFallback { get; }

    /// <summary>What stands for an unknown character; null = nothing does.</summary>
    public string? UnknownToken { get; }

    /// <summary>The ids of <c>&lt;0x00&gt;</c> to <c>&lt;0xFF&gt;</c>; -1 where there is none.</summary>
    public int[] ByteTokens { get; }

    /// <summary>The id of a token; -1 where there is none.</summary>
    public int Find(ReadOnlySpan<char> token) => _lookup.TryGetValue(token, out var id) ? id : -1;

    /// <summary>The id of a merged pair and its rank, the lowest of which is merged first; false where the pair is not merged.</summary>
    public bool TryMerge(int left, int right, out (int Rank, int Id) merge) => _merges.TryGetValue(Key(left, right), out merge);

    /// <summary>The tokens of every merged pair.</summary>
    public IEnumerable<(string Left, string Right)> MergedTokens()
    {
        var tokens = _ids.ToDictionary(entry => entry.Value, entry => entry.Key);
        return MergedPairs.Select(pair => (tokens[pair.Left], tokens[pair.Right]));
    }

    private void ReadMerges(Component model)
    {
        var rank = 0;
        foreach (var merge in model.Get("merges").EnumerateArray())
        {
            var parts = merge.ValueKind == JsonValueKind.String ? merge.GetString()!.Split(' ') : [.. merge.EnumerateArray().Select(part => part.GetString()!)];
            if (parts.Length != 2) throw new FormatException($"{model.Place}.merges[{rank}] should be two tokens; it is {merge}.");
            _merges[Key(Required(parts[0], rank), Required(parts[1], rank))] = (rank, Required(parts[0] + parts[1], rank));
            rank++;
        }
    }

    private static long Key(int left, int right) => ((long)left << 32) | (uint)right;

    private int Required(string token, int rank) => _ids.TryGetValue(token, out var id)
        ? id : throw new FormatException($"merge {rank} needs the token \"{token}\", which the vocabulary lacks.");
}
