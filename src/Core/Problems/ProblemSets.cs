using Rollouts.Core.Problems.Arithmetic;
using Rollouts.Core.Problems.Digits;
using Rollouts.Core.Problems.Files;

namespace Rollouts.Core.Problems;

/// <summary>The one door to problems: generates or reads the set that a recipe names.</summary>
public static class ProblemSets
{
    /// <summary>What <see cref="ProblemOptions.Source"/> may be.</summary>
    public static IReadOnlyList<string> Names { get; } = ["digits", "arithmetic", .. ProblemShape.ByName.Keys];

    /// <summary>Whether a source reads the files of a folder.</summary>
    public static bool ReadsFiles(string source) => ProblemShape.ByName.ContainsKey(source);

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
            var source when ProblemShape.ByName.ContainsKey(source) => FileSet.Create(options),
            _ => throw new InvalidInputException(
                $"problems.source \"{options.Source}\" is not known; it is one of {string.Join(", ", Names)}."),
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
