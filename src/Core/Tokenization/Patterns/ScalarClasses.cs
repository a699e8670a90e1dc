using Rollouts.Core.Tokenization.Unicode;

namespace Rollouts.Core.Tokenization.Patterns;

/// <summary>All scalars, parted by the sets that tell them apart; each class has a character.</summary>
internal sealed class ScalarClasses
{
    private const char First = '\u0100';
    private const int BasicCount = 0x10000;

    private readonly List<int> _starts = [];
    private readonly List<char> _classes = [];
    private readonly char[] _basic = new char[BasicCount];
    private readonly Dictionary<ScalarSet, string> _members = new(ReferenceEqualityComparer.Instance);

    public ScalarClasses(IReadOnlyList<ScalarSet> sets)
    {
        var known = new Dictionary<string, char>();
        foreach (var start in sets.SelectMany(set => set.Ranges).SelectMany(range => new[] { range.First, range.Last + 1 }).Append(0).Distinct().Order())
        {
            if (start > ScalarSet.Last) continue;
            var signature = string.Concat(sets.Select(set => set.Contains(start) ? '1' : '0'));
            if (!known.TryGetValue(signature, out var name)) known[signature] = name = (char)(First + known.Count);
            _starts.Add(start);
            _classes.Add(name);
        }

        for (var scalar = 0; scalar < BasicCount; scalar++) _basic[scalar] = Search(scalar);
        for (var index = 0; index < sets.Count; index++)
            _members[sets[index]] = string.Concat(known.Where(entry => entry.Key[index] == '1').Select(entry => entry.Value));
    }

    /// <summary>The classes of a set that this was made for.</summary>
    public string Of(ScalarSet set) => _members[set];

    /// <summary>Replaces scalars by their classes.</summary>
    /// <param name="text">Without half surrogate pairs.</param>
    /// <param name="classes">Gets one character a scalar.</param>
    /// <param name="starts">Gets where each scalar starts in the text, and the text's length after the last.</param>
    /// <returns>Scalars.</returns>
    public int Write(ReadOnlySpan<char> text, Span<char> classes, Span<int> starts)
    {
        var count = 0;
        for (var place = 0; place < text.Length; place++)
        {
            var unit = text[place];
            starts[count] = place;
            classes[count++] = char.IsHighSurrogate(unit) && place + 1 < text.Length ? Search(char.ConvertToUtf32(unit, text[++place])) : _basic[unit];
        }

        starts[count] = text.Length;
        return count;
    }

    private char Search(int scalar)
    {
        var place = _starts.BinarySearch(scalar);
        return _classes[place >= 0 ? place : ~place - 1];
    }
}
