using Rollouts.Core.Hints;
using Rollouts.Core.Problems;
using Rollouts.Core.Tokenization;
using Rollouts.Core.Weights;

namespace Rollouts.Core.Tests.Hints;

public sealed class PromptTests
{
    private static readonly ByteTokenizer Tokenizer = new();
    private static readonly ModelOptions Model = new() { PromptTemplate = "Question: {statement}\nAnswer: " };

    private static readonly Problem Problem = new(
        new("jsonl/train/1"), "How many?", ["He has 2. She has 3.\n", "Together 5.\n", "#### 5"], "5", []);

    [Theory]
    [InlineData(HintUnit.Step, 3)]
    [InlineData(HintUnit.Sentence, 4)]
    [InlineData(HintUnit.Token, 39)]
    public void A_solution_counts_its_units(HintUnit unit, int expected) => Assert.Equal(expected, Prompt.UnitCount(Tokenizer, Problem, unit));

    [Theory]
    [InlineData(HintUnit.Step, 0, "")]
    [InlineData(HintUnit.Step, 1, "He has 2. She has 3.\n")]
    [InlineData(HintUnit.Step, 3, "He has 2. She has 3.\nTogether 5.\n#### 5")]
    [InlineData(HintUnit.Sentence, 1, "He has 2. ")]
    [InlineData(HintUnit.Token, 4, "He h")]
    public void A_hint_is_the_beginning_of_the_solution(HintUnit unit, int shown, string expected) =>
        Assert.Equal(expected, Prompt.HintText(Tokenizer, Problem, unit, shown));

    [Fact]
    public void More_units_than_there_are_is_an_error()
    {
        foreach (var unit in Enum.GetValues<HintUnit>())
        {
            var count = Prompt.UnitCount(Tokenizer, Problem, unit);
            Assert.Throws<ArgumentOutOfRangeException>(() => Prompt.HintIds(Tokenizer, Problem, unit, count + 1));
            Assert.Equal(Problem.Solution, Prompt.HintText(Tokenizer, Problem, unit, count));
        }
    }

    [Fact]
    public void Prompt_and_hint_are_encoded_apart_and_joined()
    {
        var tokenizer = BpeTrainer.Train(["Answer: He has", "Answer: He has"], 300);
        var prefix = Prompt.Build(tokenizer, Model, Problem, HintUnit.Step, 1);
        Assert.Equal(tokenizer.Encode("Question: How many?\nAnswer: "), prefix.PromptIds);
        Assert.Equal(tokenizer.Encode("He has 2. She has 3.\n"), prefix.HintIds);
        Assert.Equal([.. prefix.PromptIds, .. prefix.HintIds], prefix.Ids);
    }

    [Fact]
    public void An_answer_prefix_is_judged_with_the_completion_and_a_prompt_suffix_is_not()
    {
        var hint = Prompt.HintIds(Tokenizer, Problem, HintUnit.Step, 2);
        int[] completion = [.. Tokenizer.Encode("#### 5"), Tokenizer.EndId];
        Assert.Equal(Problem.Solution, Prompt.Answer(Tokenizer, HintPlacement.AnswerPrefix, hint, completion));
        Assert.Equal("#### 5", Prompt.Answer(Tokenizer, HintPlacement.PromptSuffix, hint, completion));
    }

    [Fact]
    public void A_character_cut_by_a_token_hint_is_whole_again_in_the_answer()
    {
        var problem = Problem with { Steps = ["é = 5"] };
        var hint = Prompt.HintIds(Tokenizer, problem, HintUnit.Token, 1);
        Assert.Equal("é = 5", Prompt.Answer(Tokenizer, HintPlacement.AnswerPrefix, hint, Tokenizer.Encode("é = 5").AsSpan(1)));
    }

    [Fact]
    public void The_R1_Zero_template_asks_for_thought_and_answer()
    {
        var text = Prompt.Text(Tokenizer, new ModelOptions { Template = PromptKind.R1Zero }, "How many?");
        Assert.EndsWith("<think> reasoning process here </think> <answer> answer here </answer>. User: How many?. Assistant:", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_chat_needs_a_checkpoint_that_has_a_template() => Assert.Contains("chat template", Assert.Throws<InvalidInputException>(
        () => Prompt.Build(Tokenizer, new ModelOptions { Template = PromptKind.Chat }, Problem)).Message, StringComparison.Ordinal);

    [Fact]
    public void A_template_without_a_place_for_the_statement_is_refused() =>
        Assert.Contains("{statement}", Assert.Throws<InvalidInputException>(
            () => Prompt.Build(Tokenizer, new ModelOptions { PromptTemplate = "Solve:" }, Problem)).Message, StringComparison.Ordinal);
}
