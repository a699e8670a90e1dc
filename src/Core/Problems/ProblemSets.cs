using Rollouts.Core.Problems.Arithmetic;
using Rollouts.Core.Problems.Digits;
using Rollouts.Core.Problems.Files;

namespace Rollouts.Core.Problems;

/// <summary>The one door to problems: generates or reads the set that a recipe names.</summary>
public static class ProblemSets
{
    /// <summary>Loads a set; equal options and files give the equal set.</summary>
    /// <exception cref="InvalidInputException">An unknown source, an impossible number, or a file that is missing, damaged or
    /// incomplete; the message names the file and line, or the key, and the remedy.</exception>
    public static ProblemSet Load(ProblemOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        Check(options);
        return options.Source switch
        {
            "digits" => DigitsSet.Create(options),
            "arithmetic" => ArithmeticSet.Create(options),
            "gsm8k" => FileSet.Create(options, Gsm8k.Read),
            "math" => FileSet.Create(options, MathDataset.Read),
            "jsonl" => FileSet.Create(options, OwnFormat.Read),
            _ => throw new InvalidInputException(
                $"problems.source \"{options.Source}\" is not known; it is one of digits, arithmetic, gsm8k, math, jsonl."),
        };
    }

    private static void Check(ProblemOptions options)
    {
        if (options.TrainCount < 0 || options.HeldOutCount < 0)
        {
            throw new InvalidInputException(
                $"problems.train_count is {options.TrainCount} and held_out_count is {options.HeldOutCount}; both are at least 0, where 0 means all there are.");
        }

        if (options.MinimumDifficulty > options.MaximumDifficulty)
        {
            throw new InvalidInputException(
                $"problems.minimum_difficulty {options.MinimumDifficulty} is greater than maximum_difficulty {options.MaximumDifficulty}; exchange them.");
        }
    }
}
