using System.Collections.Immutable;
using Rollouts.Core.Verification.Values;

namespace Rollouts.Core.Verification.Reading;

/// <summary>Reads answers: text to tokens to values. Bounded in time and memory by the length of the text and its depth.</summary>
internal static class AnswerReader
{
    /// <summary>Longer answers are not read.</summary>
    public const int LongestAnswer = 2_000;

    private const int DeepestBrackets = 60;

    private static readonly char[] Bold = ['*', ' ', '\n', '\r', '\t'];

    /// <summary>Reads a text in every way that its commas allow.</summary>
    /// <param name="isReference">A reference is taken at its word; an answer may use a decimal comma where that is all it can be.</param>
    public static AnswerReading Read(string text, bool isReference)
    {
        if (text.Length > LongestAnswer) return new("", [], $"it is longer than {LongestAnswer} characters");
        var values = ImmutableArray.CreateBuilder<AnswerValue>(1);
        var (plain, problem) = ("", "");
        foreach (var comma in Meanings(text, isReference))
        {
            try
            {
                var tokens = TokensOf(text, comma);
                if (plain.Length == 0) plain = tokens.Text;
                values.Add(ValueParser.List(tokens));
            }
            catch (UnreadableAnswerException error)
            {
                problem = error.Message;
            }
        }

        if (plain.Length == 0) plain = string.Concat(text.Where(character => !char.IsWhiteSpace(character)));
        if (values is [ExpressionValue, TupleValue, ..]) values.RemoveAt(0); // in brackets "(1,234)" is a point
        return new(plain, values.ToImmutable(), values.Count == 0 ? problem : "");
    }

    private static TokenRange TokensOf(string text, CommaMeaning comma)
    {
        var tokens = Tokenizer.Tokenize(text.Trim(Bold), comma);
        var depth = 0;
        foreach (var token in tokens)
        {
            depth += TokenRange.Turn(token);
            if (depth > DeepestBrackets) throw new UnreadableAnswerException($"it is nested more than {DeepestBrackets} deep");
        }

        return ValueParser.Trimmed(new(tokens, 0, tokens.Count));
    }

    private static List<CommaMeaning> Meanings(string text, bool isReference)
    {
        List<CommaMeaning> meanings = [CommaMeaning.Thousands];
        var place = text.IndexOf(',', StringComparison.Ordinal);
        if (place <= 0) return meanings;
        if (HasGroup(text)) meanings.Add(CommaMeaning.Separator);
        if (IsDecimalComma(text.AsSpan().Trim("$ .-+"), isReference)) meanings.Add(CommaMeaning.Decimal);
        return meanings;
    }

    private static bool HasGroup(string text)
    {
        for (var place = text.IndexOf(','); place >= 0; place = text.IndexOf(',', place + 1))
        {
            if (place == 0 || place + 3 >= text.Length || !char.IsAsciiDigit(text[place - 1])) continue;
            if (text.AsSpan(place + 1, 3).IndexOfAnyExceptInRange('0', '9') < 0) return true;
        }

        return false;
    }

    // "0,5" and "3,14" are decimals to half of the world; "3,4" may be two answers.
    private static bool IsDecimalComma(ReadOnlySpan<char> text, bool isReference)
    {
        var comma = text.IndexOf(',');
        if (comma <= 0 || comma == text.Length - 1) return false;
        var (whole, fraction) = (text[..comma].ToString(), text[(comma + 1)..].ToString());
        if (!whole.All(char.IsAsciiDigit) || !fraction.All(char.IsAsciiDigit)) return false;
        return whole is "0" || !isReference && fraction.Length is 2 or > 3;
    }
}
