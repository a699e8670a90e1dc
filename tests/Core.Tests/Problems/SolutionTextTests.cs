using CsCheck;
using Rollouts.Core.Problems;

namespace Rollouts.Core.Tests.Problems;

public sealed class SolutionTextTests
{
    [Fact]
    public void The_pieces_together_are_the_text_and_none_is_blank() =>
        Gen.String[Gen.Char["aB1.!? \n$\\[]()"], 1, 60].Sample(
            text => IsCut(text, SolutionText.Lines(text)) && IsCut(text, SolutionText.Sentences(text)), seed: "0000KTw1Wx55");

    [Theory]
    [InlineData("One.\nTwo.\n\nThree.", "One.\n", "Two.\n\n", "Three.")]
    [InlineData("\n\nOne.\n", "\n\nOne.\n")]
    public void Lines_keep_their_breaks(string text, params string[] expected) => Assert.Equal(expected, SolutionText.Lines(text));

    [Theory]
    [InlineData("We add. Then we stop! Why? So.", "We add. ", "Then we stop! ", "Why? ", "So.")]
    [InlineData("It is 3.5 or e.g. more.", "It is 3.5 or e.g. more.")]
    [InlineData(@"Let $x. Y = 2$. Then \[a. \nB\] So $y$. $z$ is \boxed{2}.", @"Let $x. Y = 2$. ", @"Then \[a. \nB\] So $y$. ", @"$z$ is \boxed{2}.")]
    [InlineData("By \\begin{align*}\na &= b\n\\end{align*}\nit is \\boxed{2}.", "By \\begin{align*}\na &= b\n\\end{align*}\n", "it is \\boxed{2}.")]
    [InlineData("It costs \\$5. Then \\$6.", "It costs \\$5. ", "Then \\$6.")]
    [InlineData("First $$a. B$$ and $a$$b. C$. Last.", "First $$a. B$$ and $a$$b. C$. ", "Last.")]
    [InlineData("It costs $5. Then $6.", "It costs $5. ", "Then $6.")]
    public void Sentences_are_never_cut_inside_mathematics(string text, params string[] expected)
    {
        var marked = text.Contains("$$", StringComparison.Ordinal) ? text + " \\boxed{1}" : text;
        string[] pieces = marked == text ? expected : [.. expected[..^1], expected[^1] + " ", "\\boxed{1}"];
        Assert.Equal(pieces, SolutionText.Sentences(marked));
    }

    private static bool IsCut(string text, string[] pieces) =>
        string.Concat(pieces) == text && pieces.Length > 0 && (string.IsNullOrWhiteSpace(text) || !pieces.Any(string.IsNullOrWhiteSpace));
}
