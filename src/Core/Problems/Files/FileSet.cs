using System.Collections.Immutable;
using Rollouts.Core.Verification;

namespace Rollouts.Core.Problems.Files;

/// <summary>Problems from <c>train.jsonl</c> and <c>test.jsonl</c>, checked and chosen.</summary>
internal static class FileSet
{
    /// <summary>Reads a set.</summary>
    /// <param name="read">Makes a problem of a line, or says what is wrong with it, or leaves it out (null), which becomes a warning.</param>
    public static ProblemSet Create(ProblemOptions options, Func<DataLine, Problem?> read)
    {
        var (trainPath, heldOutPath) = Find(options);
        var warnings = new List<string>();
        var heldOut = Read(heldOutPath, "test", read, warnings);
        var all = Read(trainPath, "train", read, warnings);
        CheckIds(all.Concat(heldOut));

        var statements = heldOut.Select(problem => problem.Statement.Trim()).ToHashSet(StringComparer.Ordinal);
        var train = all.RemoveAll(problem => statements.Contains(problem.Statement.Trim()));
        return new(options.Source, Choose(train, options.TrainCount, options.Seed, "train_count", trainPath),
            Choose(heldOut, options.HeldOutCount, options.Seed, "held_out_count", heldOutPath), new AnswerVerifier())
        {
            Warnings = [.. warnings, .. Overlap(all, train.Length, trainPath)],
        };
    }

    private static (string Train, string HeldOut) Find(ProblemOptions options)
    {
        if (string.IsNullOrWhiteSpace(options.Data))
            throw new InvalidInputException($"problems.source {options.Source} needs problems.data, a folder with train.jsonl and test.jsonl.");
        if (!Directory.Exists(options.Data))
            throw new InvalidInputException($"problems.data {options.Data} is no folder; it should be one with train.jsonl and test.jsonl.");
        return (Path.Combine(options.Data, Existing(options.Data, "train.jsonl", "math_train")), Path.Combine(options.Data, Existing(options.Data, "test.jsonl", "math500")));
    }

    // MATH is often kept as a folder of its parts.
    private static string Existing(string folder, string name, string part) =>
        !File.Exists(Path.Combine(folder, name)) && File.Exists(Path.Combine(folder, part, name)) ? Path.Combine(part, name) : name;

    private static ImmutableArray<Problem> Read(string path, string split, Func<DataLine, Problem?> read, List<string> warnings)
    {
        var problems = ImmutableArray.CreateBuilder<Problem>();
        foreach (var line in DataLine.Read(path, split))
        {
            if (read(line) is { } problem) problems.Add(problem);
            else warnings.Add($"{path}:{line.Number}: left out, because its answer is empty.");
        }

        return problems.Count == 0 ? throw new InvalidInputException($"{path} has no problem; it should have one JSON object a line.") : problems.ToImmutable();
    }

    private static void CheckIds(IEnumerable<Problem> problems)
    {
        if (problems.CountBy(problem => problem.Id).FirstOrDefault(entry => entry.Value > 1) is { Value: > 1 } twice)
            throw new InvalidInputException($"The id \"{twice.Key}\" names {twice.Value} problems of train.jsonl and test.jsonl; every problem needs its own.");
    }

    private static ImmutableArray<string> Overlap(ImmutableArray<Problem> all, int keptCount, string path) => (all.Length - keptCount) switch
    {
        0 => [],
        var count when keptCount == 0 => throw new InvalidInputException(
            $"All {count} problems of {path} are held out in test.jsonl as well, so that none is left to train on; take them out of one file."),
        var count => [$"{count} of the {all.Length} problems of {path} are held out in test.jsonl as well and are not trained on."],
    };

    private static ImmutableArray<Problem> Choose(ImmutableArray<Problem> problems, int count, ulong seed, string key, string path)
    {
        if (count == 0) return problems;
        if (count > problems.Length)
            throw new InvalidInputException($"problems.{key} is {count}, but {path} has {problems.Length} usable problems; lower it, or set it to 0 for all.");
        Problem[] shuffled = [.. problems];
        new SeededRandom(seed).Shuffle(shuffled.AsSpan());
        return [.. shuffled[..count]];
    }
}
