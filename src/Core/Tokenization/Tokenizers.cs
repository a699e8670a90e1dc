using System.Globalization;
using Rollouts.Core.Problems;
using Rollouts.Core.Weights;

namespace Rollouts.Core.Tokenization;

/// <summary>Makes the tokenizer that a recipe names for a new policy.</summary>
public static class Tokenizers
{
    private const string BpePrefix = "bpe:";
    private const int LeastBpeSize = 260;

    /// <summary>The tokenizer of <see cref="ModelOptions.Tokenizer"/>; the same problems give the same tokenizer.</summary>
    /// <exception cref="InvalidInputException">The name is unknown, or does not fit the problems.</exception>
    public static ITokenizer Create(ModelOptions model, ProblemSet problems)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(problems);
        return model.Tokenizer switch
        {
            "characters" => Characters(model, problems),
            "bytes" => new ByteTokenizer(),
            var name when TryReadBpeSize(name, out var size) => BpeTrainer.Train(Texts(problems), size),
            _ => throw new InvalidInputException(
                $"model.tokenizer \"{model.Tokenizer}\" is not known; it is characters, bytes, or bpe:N with N at least {LeastBpeSize}, for example bpe:2048."),
        };
    }

    private static CharacterTokenizer Characters(ModelOptions model, ProblemSet problems)
    {
        if (problems.Alphabet is null)
        {
            throw new InvalidInputException(
                $"model.tokenizer is \"characters\", but the problems of {problems.Name} come from files, which name no alphabet; set it to bytes or bpe:2048.");
        }

        return new(string.Concat((problems.Alphabet + Hints.Prompt.Text(model, "")).Distinct()));
    }

    private static bool TryReadBpeSize(string name, out int size)
    {
        size = 0;
        return name.StartsWith(BpePrefix, StringComparison.Ordinal)
            && int.TryParse(name.AsSpan(BpePrefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out size) && size >= LeastBpeSize;
    }

    private static IEnumerable<string> Texts(ProblemSet problems) => problems.Train.SelectMany(problem => new[] { problem.Statement, problem.Solution });
}
