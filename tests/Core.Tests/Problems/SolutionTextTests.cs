using System.Text.Json;
using CsCheck;
using Rollouts.Core.Problems;
using Rollouts.Support;

namespace Rollouts.Core.Tests.Problems;

public sealed class SolutionTextTests
{
    [Fact]
    public void The_pieces_together_are_the_text_and_none_is_blank() =>
        Gen.String[Gen.Char["aB1.!? \n$\\[]()<>"], 1, 60].Sample(
            text => Enum.GetValues<StepRule>().Where(rule => rule != StepRule.Source).All(rule => IsCut(text, SolutionText.Steps(text, rule))), seed: "0000KTw1Wx55");

    [Theory]
    [InlineData("One.\nTwo.\n\nThree.", "One.\n", "Two.\n\n", "Three.")]
    [InlineData("\n\nOne.\n", "\n\nOne.\n")]
    [InlineData("So\n\\[a\n=b\\]\nis it.", "So\n", "\\[a\n=b\\]\n", "is it.")]
    [InlineData("A:\n\\begin{align}\na\n\\end{align}\nB", "A:\n", "\\begin{align}\na\n\\end{align}\n", "B")]
    [InlineData("Draw\n[asy]\ndraw(A);\n[/asy]\nand see.", "Draw\n", "[asy]\ndraw(A);\n[/asy]\n", "and see.")]
    [InlineData("It is <<2+3=5>>5.\nSo 5.", "It is <<2+3=5>>5.\n", "So 5.")]
    [InlineData("a << b\nand c >> d", "a << b\n", "and c >> d")]
    [InlineData("An open $x\n\nis none.", "An open $x\n\n", "is none.")]
    [InlineData("An open \\[x\nis none.", "An open \\[x\n", "is none.")]
    public void Lines_keep_their_breaks_and_never_cut_mathematics(string text, params string[] expected) => Assert.Equal(expected, SolutionText.Lines(text));

    [Theory]
    [InlineData("We add. Then we stop! Why? So.", "We add. ", "Then we stop! ", "Why? ", "So.")]
    [InlineData("It is 3.5 or e.g. more.", "It is 3.5 or e.g. more.")]
    [InlineData("See Fig. 2 and Eq. 3. By Dr. Smith, i.e. Al, it holds.", "See Fig. 2 and Eq. 3. ", "By Dr. Smith, i.e. Al, it holds.")]
    [InlineData("J. R. Smith has 3 eggs. 2 are red.", "J. R. Smith has 3 eggs. ", "2 are red.")]
    [InlineData("We reach A. Then B.", "We reach A. ", "Then B.")]
    [InlineData("1. We add.\n2. We stop.", "1. We add.\n", "2. We stop.")]
    [InlineData("He says \"no.\" Then (he goes.) So.", "He says \"no.\" ", "Then (he goes.) ", "So.")]
    [InlineData("他有3个。然后走。", "他有3个。", "然后走。")]
    [InlineData(@"Let $x. Y = 2$. Then \[a. \nB\] So $y$. $z$ is \boxed{2}.", @"Let $x. Y = 2$. ", @"Then \[a. \nB\] So $y$. ", @"$z$ is \boxed{2}.")]
    [InlineData("By \\begin{align*}\na &= b\n\\end{align*}\nit is \\boxed{2}.", "By \\begin{align*}\na &= b\n\\end{align*}\n", "it is \\boxed{2}.")]
    [InlineData("It costs \\$5. Then \\$6.", "It costs \\$5. ", "Then \\$6.")]
    [InlineData("First $$a. B$$ and $a$$b. C$. Last.", "First $$a. B$$ and $a$$b. C$. ", "Last.")]
    [InlineData("It costs $5. Then $6.", "It costs $5. ", "Then $6.")]
    [InlineData("It costs $5. Then let $x. Y$ be.", "It costs $5. ", "Then let $x. Y$ be.")]
    [InlineData("Walk $9$ miles. So $5. 5 = 5.5$ holds.", "Walk $9$ miles. ", "So $5. 5 = 5.5$ holds.")]
    [InlineData("He pays $<<9*2=18>>18. She pays $<<1+1=2>>2.", "He pays $<<9*2=18>>18. ", "She pays $<<1+1=2>>2.")]
    public void Sentences_are_never_cut_inside_mathematics(string text, params string[] expected) => Assert.Equal(expected, SolutionText.Sentences(text));

    [Theory]
    [InlineData("Plan.\nStep 1: a.\nmore\nStep 2: b.", "Plan.\n", "Step 1: a.\nmore\n", "Step 2: b.")]
    [InlineData("1. a\n2) b\n(3) c", "1. a\n", "2) b\n", "(3) c")]
    [InlineData("## Step 1\nx\n\n## Step 2\ny", "## Step 1\nx\n\n", "## Step 2\ny")]
    [InlineData("**Step 1:** x\n**Step 2:** y\n7. no", "**Step 1:** x\n", "**Step 2:** y\n7. no")]
    [InlineData("1. a\n$$\n2. b\n$$\n2. c", "1. a\n$$\n2. b\n$$\n", "2. c")]
    [InlineData("2.5 is more.\n3.5 is most.", "2.5 is more.\n3.5 is most.")]
    public void Numbered_steps_begin_at_the_next_number(string text, params string[] expected) => Assert.Equal(expected, SolutionText.Numbered(text));

    [Theory]
    [InlineData("1. A. B.\nC.\n2. D.", "1. A. B.\nC.\n", "2. D.")]
    [InlineData("We add. So\nwe stop. Yes.", "We add. So\n", "we stop. Yes.")]
    [InlineData("We add. So we stop.", "We add. ", "So we stop.")]
    [InlineData("1. We add. So we stop.", "1. We add. ", "So we stop.")]
    public void What_a_text_shows_decides(string text, params string[] expected) => Assert.Equal(expected, SolutionText.Steps(text, StepRule.Found));

    [Fact]
    public void A_hostile_text_takes_no_longer_than_its_length()
    {
        foreach (var mark in new[] { @"\[", @"\(", "<<", "[asy]", "$", "$5 ", "A. ", "1. ", "\\begin{" })
        {
            var text = string.Concat(Enumerable.Repeat(mark, 100_000));
            var watch = System.Diagnostics.Stopwatch.StartNew();
            Assert.Equal(text, string.Concat(SolutionText.Steps(text, StepRule.Sentences)));
            Assert.True(watch.Elapsed < TimeSpan.FromSeconds(5), $"{mark} took {watch.Elapsed}.");
        }
    }

    [Theory]
    [InlineData("math_train", "train.jsonl")]
    [InlineData("math_test5000", "test.jsonl")]
    [InlineData("minerva_math", "test.jsonl")]
    public void No_step_of_a_published_solution_ends_inside_a_formula(string part, string file)
    {
        var (count, broken) = (0, new List<string>());
        foreach (var line in File.ReadLines(Repository.RequireData("math", part, file)))
        {
            using var json = JsonDocument.Parse(line);
            var solution = json.RootElement.GetProperty("solution").GetString()!;
            if (!IsBalanced(solution)) continue; // its own author lost a dollar sign
            count++;
            foreach (var rule in new[] { StepRule.Lines, StepRule.Sentences, StepRule.Numbered })
                broken.AddRange(SolutionText.Steps(solution, rule).Where(step => !IsBalanced(step)));
        }

        Assert.True(count > 200 && broken.Count <= count / 500, $"{broken.Count} of the steps of {count} solutions: {string.Join("\n---\n", broken.Take(10))}");
    }

    private static bool IsBalanced(string text)
    {
        int Count(string mark) => text.Replace(@"\\", "", StringComparison.Ordinal).Split(mark).Length - 1;
        return (Count("$") - Count(@"\$")) % 2 == 0 && Count(@"\[") == Count(@"\]") && Count(@"\begin{") == Count(@"\end{") && Count("[asy]") == Count("[/asy]");
    }

    private static bool IsCut(string text, string[] pieces) =>
        string.Concat(pieces) == text && pieces.Length > 0 && (string.IsNullOrWhiteSpace(text) || !pieces.Any(string.IsNullOrWhiteSpace));
}
