using Rollouts.Core.Tokenization.Unicode;

namespace Rollouts.Core.Tests.Tokenization;

public sealed class NormalizationTests
{
    [Theory]
    [InlineData("e\u0301", "\u00e9", "e\u0301", "\u00e9")]
    [InlineData("\u1100\u1161\u11a8", "\uac01", "\u1100\u1161\u11a8", "\uac01")]
    [InlineData("a\u0307\u0323", "\u1ea1\u0307", "a\u0323\u0307", "\u1ea1\u0307")]
    [InlineData("\u212b", "\u00c5", "A\u030a", "\u00c5")]
    [InlineData("\u0958", "\u0915\u093c", "\u0915\u093c", "\u0915\u093c")]
    [InlineData("\ufb01\u00b2\u00a0", "\ufb01\u00b2\u00a0", "\ufb01\u00b2\u00a0", "fi2 ")]
    [InlineData("𝐀\ufe0f", "𝐀\ufe0f", "𝐀\ufe0f", "A\ufe0f")]
    [InlineData("plain", "plain", "plain", "plain")]
    public void Forms_are_those_of_Unicode(string text, string composed, string decomposed, string compatible)
    {
        Assert.Equal(composed, Normalization.Apply(text, isComposed: true, isCompatible: false));
        Assert.Equal(decomposed, Normalization.Apply(text, isComposed: false, isCompatible: false));
        Assert.Equal(compatible, Normalization.Apply(text, isComposed: true, isCompatible: true));
    }
}
