using Rollouts.Client.Rendering;

namespace Rollouts.Client.Tests.Rendering;

public sealed class PlainTextTests
{
    [Theory]
    [InlineData("a\u001b[31mb", "a␛[31mb")]
    [InlineData("one\ntwo\r\t", "one⏎two␍␉")]
    [InlineData("\u009b2J\u202Eabc\u200B", "\uFFFD2J\uFFFDabc\uFFFD")]
    [InlineData("\u007f\u2028", "␡\uFFFD")]
    [InlineData("ü 数 🙂", "ü 数 🙂")]
    public void Nothing_in_it_can_steer_a_terminal(string text, string plain) => Assert.Equal(plain, PlainText.Of(text));

    [Fact]
    public void A_lone_surrogate_becomes_a_replacement() => Assert.Equal("a\uFFFD", PlainText.Of("a\ud800"));

    [Theory]
    [InlineData("abcdef", 6, "abcdef")]
    [InlineData("abcdefg", 6, "abcde…")]
    [InlineData("abc🙂efg", 5, "abc…")]
    public void Cut_text_ends_in_an_ellipsis_and_never_in_half_a_character(string text, int length, string cut) =>
        Assert.Equal(cut, PlainText.Of(text, length));
}
