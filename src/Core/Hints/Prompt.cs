using System.Globalization;
using Rollouts.Core.Problems;
using Rollouts.Core.Tokenization;
using Rollouts.Core.Weights;

namespace Rollouts.Core.Hints;

/// <summary>From a problem and a number of shown units to the tokens that a rollout begins from, and back to the text that is judged.</summary>
/// <remarks>In both placements the hint's ids follow the prompt's. What differs is whose words they are: an answer prefix is
/// the beginning of the policy's own answer and is judged with it; a prompt suffix belongs to the question, and the policy has
/// to write the whole answer itself.</remarks>
public static class Prompt
{
    private const string StatementPlace = "{statement}";

    private const string R1Zero =
        "A conversation between User and Assistant. The user asks a question, and the Assistant solves it. The assistant first thinks about the "
        + "reasoning process in the mind and then provides the user with the answer. The reasoning process and answer are enclosed within "
        + "<think> </think> and <answer> </answer> tags, respectively, i.e., <think> reasoning process here </think> <answer> answer here </answer>. "
        + "User: " + StatementPlace + ". Assistant:";

    /// <summary>What the policy reads: the template with the statement in its place.</summary>
    /// <exception cref="InvalidInputException">The template has no place for the statement, or is a checkpoint's, which needs its tokenizer.</exception>
    public static string Text(ModelOptions model, string statement)
    {
        ArgumentNullException.ThrowIfNull(model);
        var template = model.Template switch
        {
            PromptKind.Plain => model.PromptTemplate,
            PromptKind.R1Zero => R1Zero,
            _ => throw new InvalidInputException("model.template is chat, but there is no checkpoint whose template could be used; set model.path, or use plain or r1_zero."),
        };
        return template.Contains(StatementPlace, StringComparison.Ordinal)
            ? template.Replace(StatementPlace, statement, StringComparison.Ordinal)
            : throw new InvalidInputException(
                $"model.prompt_template \"{model.PromptTemplate}\" has no {StatementPlace}; put it where the problem's text belongs.");
    }

    /// <summary>What the policy reads, by the template of its checkpoint where the recipe says so.</summary>
    /// <exception cref="InvalidInputException">As <see cref="Text(ModelOptions, string)"/>, or the checkpoint's template is missing or can't be rendered.</exception>
    public static string Text(ITokenizer tokenizer, ModelOptions model, string statement)
    {
        ArgumentNullException.ThrowIfNull(tokenizer);
        ArgumentNullException.ThrowIfNull(model);
        if (model.Template != PromptKind.Chat) return Text(model, statement);
        ChatMessage[] system = model.SystemPrompt is { } text ? [new("system", text)] : [];
        return tokenizer.Chat([.. system, new("user", statement)], DateOnly.ParseExact(model.Day, "yyyy-MM-dd", CultureInfo.InvariantCulture));
    }

    /// <summary>The prompt's tokens. Shape [P].</summary>
    public static int[] Build(ITokenizer tokenizer, ModelOptions model, Problem problem)
    {
        ArgumentNullException.ThrowIfNull(tokenizer);
        return tokenizer.EncodePrompt(Text(tokenizer, model, problem.Statement));
    }

    /// <summary>Prompt and hint of a round.</summary>
    /// <param name="shownCount">l, units shown; 0 to L.</param>
    public static PromptPrefix Build(ITokenizer tokenizer, ModelOptions model, Problem problem, HintUnit unit, int shownCount) =>
        new(Build(tokenizer, model, problem), HintIds(tokenizer, problem, unit, shownCount));

    /// <summary>L, units of the whole worked solution; at least 1.</summary>
    public static int UnitCount(ITokenizer tokenizer, Problem problem, HintUnit unit) => unit switch
    {
        HintUnit.Step => problem.Steps.Length,
        HintUnit.Sentence => SolutionText.Sentences(problem.Solution).Length,
        _ => tokenizer.Encode(problem.Solution).Length,
    };

    /// <summary>Tokens of the solution's first units. Shape [H], empty where none is shown.</summary>
    /// <param name="shownCount">l, units shown; 0 to L.</param>
    public static int[] HintIds(ITokenizer tokenizer, Problem problem, HintUnit unit, int shownCount)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(shownCount);
        if (shownCount == 0) return [];
        return unit switch
        {
            HintUnit.Step => tokenizer.Encode(First(problem.Steps.AsSpan(), shownCount)),
            HintUnit.Sentence => tokenizer.Encode(First(SolutionText.Sentences(problem.Solution), shownCount)),
            _ => Head(tokenizer.Encode(problem.Solution), shownCount).ToArray(),
        };
    }

    /// <summary>The hint as people read it; with the token unit it may end inside a character.</summary>
    public static string HintText(ITokenizer tokenizer, Problem problem, HintUnit unit, int shownCount) =>
        tokenizer.Decode(HintIds(tokenizer, problem, unit, shownCount));

    /// <summary>The text that the verifier judges.</summary>
    /// <param name="hintIds">The hint that was shown.</param>
    /// <param name="completionIds">What the policy wrote; an end token gives no text.</param>
    public static string Answer(ITokenizer tokenizer, HintPlacement placement, ReadOnlySpan<int> hintIds, ReadOnlySpan<int> completionIds) =>
        placement == HintPlacement.AnswerPrefix ? tokenizer.Decode([.. hintIds, .. completionIds]) : tokenizer.Decode(completionIds);

    private static string First(ReadOnlySpan<string> units, int count) => string.Concat(Head(units, count));

    private static ReadOnlySpan<T> Head<T>(ReadOnlySpan<T> units, int count) => count <= units.Length
        ? units[..count]
        : throw new ArgumentOutOfRangeException(nameof(count), count, $"The solution has {units.Length} units.");
}
