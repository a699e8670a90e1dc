using Rollouts.Core.Tokenization.Patterns;

namespace Rollouts.Core.Tests.Tokenization;

/// <summary>Where .NET's expressions and the reference's differ.</summary>
public sealed class ScalarPatternTests
{
    [Theory]
    [InlineData(@"\p{L}+", "a𝐀b 𑢠", "a𝐀b|𑢠")]
    [InlineData(@"\p{N}{1,3}", "1234𝟙𝟚", "123|4𝟙𝟚")]
    [InlineData(@"[^\s\p{L}]", "x😀\u0085\u3000\u001f", "😀|\u001f")]
    [InlineData(@"(?i:'s|'t)", "'S'ſ'T", "'S|'ſ|'T")]
    [InlineData(@"(?i)[k-m]+", "K\u212ALm", "K\u212ALm")]
    [InlineData(@"a++b|a", "aab", "aab")]
    [InlineData(@"a++ab|b", "aab", "b")]
    [InlineData(@"\p{N}{1,2}+x", "12345x", "12345x")]
    [InlineData(@"[a-z&&[^aeiou]]+", "hello", "h|ll")]
    [InlineData(@"[[:digit:]]+|[^\p{^L}1]", "12é", "12|é")]
    [InlineData(@"^.|.$", "ab\ncd", "a|b|c|d")]
    [InlineData(@"\s+(?!\S)|\s+", "  a \n", " | | \n")]
    [InlineData(@"\bα\w*", "α1_ xα", "α1_")]
    [InlineData(@"[\u0041\x{1F600}\-]", "A😀-B", "A|😀|-")]
    public void Matches_are_the_references(string pattern, string text, string expected) =>
        Assert.Equal(expected.Split('|'), Matches(pattern, text));

    [Theory]
    [InlineData(@"(a)\1")]
    [InlineData(@"\p{Klingon}")]
    [InlineData(@"[a")]
    [InlineData(@"(?i:st)")]
    [InlineData(@"a(?i)b")]
    [InlineData(@"(?~a)")]
    [InlineData(@"a)")]
    [InlineData(@"\K")]
    public void What_would_match_otherwise_is_refused(string pattern) => Assert.Throws<FormatException>(() => new ScalarPattern(pattern));

    private static string[] Matches(string pattern, string text)
    {
        var matches = new List<(int Start, int Length)>();
        new ScalarPattern(pattern).Find(text, matches);
        return [.. matches.Select(match => text.Substring(match.Start, match.Length))];
    }
}
