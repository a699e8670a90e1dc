using Rollouts.Core.Rollouts;
using Rollouts.Core.Verification;
using Rollouts.Support;

namespace Rollouts.Core.Tests.Verification;

/// <summary>Runs alone, because it measures the processor time of the process.</summary>
[CollectionDefinition(nameof(HostileAnswersTests), DisableParallelization = true)]
[Collection(nameof(HostileAnswersTests))]
public sealed class HostileAnswersTests
{
    private const long MostBytes = 64 << 20;
    private const int MostMilliseconds = 100;
    private const int MostAttempts = 4;

    private static readonly string[] Pieces =
    [
        "1", "2", "9", "0", "17", "3.5", "1,000", "x", "y", "n", "e", "i", "pi", "+", "-", "*", "/", "^", "_", "=", "<", ">", "!", "%", ",", ";", ".", ":", "'", "|", "(", ")", "[", "]",
        "{", "}", "\\{", "\\}", "\\frac", "\\frac{", "}{", "\\sqrt", "\\sqrt[3]", "\\sqrt[", "\\pi", "\\infty", "\\pm", "\\cup", "\\cap", "\\setminus", "\\in", "\\le", "\\ne", "\\cdot", "\\sin", "\\ln", "\\log_",
        "\\binom", "\\text{", "\\text{ and }", "\\left(", "\\right)", "\\begin{pmatrix}", "\\end{pmatrix}", "\\begin{", "&", "\\\\", "\\circ", "^\\circ", "\\%", "\\$", "$", " ", "\\mathbb{R}", "\\boxed{",
        "\\overline{3}", "\\lfloor", "\\rfloor", "\\choose", "\\over", "and", "or", "cm", "million", "th", "\\", "\\phantom", "²", "½", "√", "∞", "é", "\ud800", "\0", "9^", "{9^", "10^{", "1e9", "1e999999",
    ];

    public static TheoryData<string> Answers() =>
    [
        "9^{9^{9^9}}", "9^9^9^9^9^9", "10^{1000000000}", "2^{4000}^{4000}", "((2^{4000})^{1000})^{1000}", "1e999999999", "1e-999999999", "100000!", "((5!)!)!", "\\binom{1000000}{500000}",
        "\\binom{10^{300}}{499}", Repeat("{", 10_000) + Repeat("}", 10_000), Repeat("(", 900) + "1" + Repeat(")", 900), Repeat("{", 50) + "1" + Repeat("}", 50), Repeat("9", 1_000_000), Repeat("9", 1_999),
        "0." + Repeat("9", 1_900), "\\sqrt{" + Repeat("9", 1_900) + "}", "\\sqrt{1000003 \\cdot 1000033}", Repeat("\\sqrt", 390) + "2", Repeat("\\sqrt{", 55) + "x" + Repeat("}", 55), Repeat("-", 1_999) + "1",
        Repeat("\\frac", 390), Repeat("\\frac1", 320) + "2", Repeat("|", 1_999), Repeat("|x", 900) + "|", Repeat("\\sin ", 390) + "x", Repeat("x^", 900) + "x", Repeat("2^", 900) + "2", "(x+1)^{" + Repeat("9", 500) + "}",
        Repeat("(x+1)", 390), "(x+1)^{100000000}", Repeat("1,", 999) + "1", Repeat("\\sin x,", 150) + "x", Repeat("(1,", 60) + "1" + Repeat(")", 60), Repeat("\\pm", 600) + "1", Repeat("\\pm 1,", 180) + "1",
        Repeat("[0,1]\\cup", 200) + "[0,1]", string.Concat(Enumerable.Range(0, 100).Select(number => $"({number},{number + 1})\\cup")) + "(0,1)", Repeat("x<", 900) + "x", Repeat("x=", 900) + "x",
        "\\begin{pmatrix}" + Repeat("1&", 900) + "\\end{pmatrix}", Repeat("\\begin{pmatrix}", 120), Repeat("\\text{", 300) + Repeat("}", 300), Repeat("a ", 999), Repeat("!", 1_999), "3" + Repeat("!", 1_900), Repeat("%", 1_999),
        "1" + Repeat("%", 1_900), "1" + Repeat("^\\circ", 300), Repeat("1/", 999) + "7", Repeat("999999999/7777777*", 110) + "1", Repeat("(1/7+1/11)*", 180) + "1", "\\log_2(" + Repeat("9", 1_900) + ")",
        "\\sqrt[64]{" + Repeat("7", 1_200) + "}", Repeat("x_", 999) + "x", Repeat("a+", 999) + "a", string.Concat(Enumerable.Range(0, 300).Select(number => $"x_{{{number}}}+")) + "1", "\ud800\0\uffff", "{", "}", "\\", "^", "$", "",
        Repeat("\\ln(x+", 55) + "1" + Repeat(")", 55), Repeat("\\sqrt{2}+", 210) + "1", Repeat("\\sqrt{7919}\\cdot", 120) + "1", Repeat("2^n+", 490) + "1", Repeat("\\lfloor", 280) + "1" + Repeat("\\rfloor", 0),
    ];

    public static TheoryData<string> HostileTexts() =>
    [
        "#### 9^9^9^9^9^9", "\\boxed{10^{1000000000}}", "#### " + new string('9', 1_000_000), new string('9', 1_000_000),
        "\\boxed" + new string('{', 10_000) + new string('}', 10_000), "\\boxed{" + new string('(', 450) + "1" + new string(')', 450) + "}",
        "#### " + new string('-', 450) + "1", string.Concat(Enumerable.Repeat("\\boxed{", 100_000)), string.Concat(Enumerable.Repeat("####", 250_000)),
        "\\boxed{" + string.Concat(Enumerable.Repeat("\\text{a}", 200)) + "}", string.Concat(Enumerable.Repeat("<answer>", 100_000)),
        "#### " + string.Concat(Enumerable.Repeat("(99999999/77777)*", 29)) + "1", "#### 1" + string.Concat(Enumerable.Repeat("/999999999999999", 30)),
        new string(' ', 1_000_000), "#### " + new string(' ', 1_000_000), string.Concat(Enumerable.Repeat("answer is ", 100_000)), "\0\ud800#### \udfff",
        "#### " + string.Concat(Enumerable.Repeat("a ", 900)), string.Concat(Enumerable.Repeat("1,234", 200_000)), "#### 1" + string.Concat(Enumerable.Repeat("%", 490)),
    ];

    [Theory]
    [MemberData(nameof(HostileTexts))]
    public void A_hostile_text_is_judged_at_once(string text)
    {
        foreach (var reference in new[] { "7", text[..Math.Min(text.Length, 2_000)] })
        {
            foreach (var finish in Enum.GetValues<FinishReason>())
                AssertCheap(() => AnswerVerifier.ExplainResponse(reference + "1", text, finish), text);
        }
    }

    [Theory]
    [MemberData(nameof(Answers))]
    public void A_hostile_answer_costs_little(string answer)
    {
        foreach (var reference in new[] { "7", @"\sqrt{2}+\ln x", answer + "1", answer, "(1,2)", "[0,1)" }.Where(reference => reference.Length > 0))
        {
            AssertCheap(() => AnswerVerifier.ExplainAnswer(reference, answer), answer);
            AssertCheap(() => AnswerVerifier.ExplainResponse(reference, $"\\boxed{{{answer}}}"), answer);
        }
    }

    [Fact]
    public void Random_pieces_of_mathematics_always_get_a_verdict_at_little_cost()
    {
        var random = new Random(20);
        for (var round = 0; round < 20_000; round++)
        {
            var (reference, answer) = (RandomText(random, 12), RandomText(random, round % 100 == 0 ? 400 : 25));
            AssertCheap(() => AnswerVerifier.ExplainAnswer($"{reference}7", answer), $"{reference}7 | {answer}");
        }
    }

    [Fact]
    public void Damaged_answers_of_the_table_always_get_a_verdict_at_little_cost()
    {
        var random = new Random(21);
        foreach (var @case in EqualityTable.Read(Repository.Root))
        {
            for (var round = 0; round < 20; round++)
                AssertCheap(() => AnswerVerifier.ExplainAnswer(@case.Reference, Damaged(@case.Answer, random)), $"{@case}");
        }
    }

    [Fact]
    public void Random_responses_always_get_a_verdict()
    {
        string[] marks = ["####", "\\boxed{", "}", "<answer>", "</answer>", "the answer is", "$", "\n", "\\[", "\\]", "#### Final answer", "and", ","];
        var random = new Random(22);
        for (var round = 0; round < 5_000; round++)
        {
            var response = string.Join(' ', Enumerable.Range(0, 30).Select(_ => random.Next(3) == 0 ? marks[random.Next(marks.Length)] : RandomText(random, 3)));
            AssertCheap(() => AnswerVerifier.ExplainResponse("7", response, random.Next(2) == 0 ? FinishReason.Stop : FinishReason.Length), response);
        }
    }

    private static void AssertCheap(Func<VerdictExplanation> judge, string what)
    {
        // What the compiler does on the way is paid once; what is slow is slow every time.
        for (var attempt = 1; ; attempt++)
        {
            var (clock, before) = (Environment.CpuUsage.TotalTime, GC.GetAllocatedBytesForCurrentThread());
            var verdict = judge().Verdict;
            var (milliseconds, bytes) = ((Environment.CpuUsage.TotalTime - clock).TotalMilliseconds, GC.GetAllocatedBytesForCurrentThread() - before);
            Assert.NotEqual(VerdictKind.VerifierError, verdict.Kind);
            Assert.NotEmpty(verdict.Reason);
            var shown = what.Length > 200 ? what[..200] : what;
            Assert.True(bytes < MostBytes, $"{bytes} bytes: {shown}");
            if (milliseconds < MostMilliseconds) return;
            Assert.True(attempt < MostAttempts, $"{milliseconds} ms: {shown}");
        }
    }

    private static string RandomText(Random random, int most) => string.Concat(Enumerable.Range(0, random.Next(1, most)).Select(_ => Pieces[random.Next(Pieces.Length)]));

    private static string Damaged(string text, Random random)
    {
        var place = random.Next(text.Length);
        return random.Next(3) switch
        {
            0 => text.Remove(place, 1),
            1 => text.Insert(place, Pieces[random.Next(Pieces.Length)]),
            _ => text[..place],
        };
    }

    private static string Repeat(string text, int count) => string.Concat(Enumerable.Repeat(text, count));
}
