using System.Collections.Immutable;
using Rollouts.Core.Verification;

namespace Rollouts.Core.Problems.Files;

/// <summary>Problems from the files of a folder, checked and chosen.</summary>
internal static class FileSet
{
    /// <summary>Reads a set; its problems stay on disk.</summary>
    public static ProblemSet Create(ProblemOptions options)
    {
        var (trainPaths, heldOutPaths) = Find(options);
        var read = ProblemReader.Of(options).Read;
        var train = ProblemIndex.Build(trainPaths, "train", read, options.BadLines);
        return heldOutPaths.Length == 0 ? Divided(options, train) : Given(options, train, ProblemIndex.Build(heldOutPaths, "test", read, options.BadLines));
    }

    private static ProblemSet Given(ProblemOptions options, ProblemIndex train, ProblemIndex heldOut)
    {
        var unseen = Statements.NotIn(train, heldOut);
        var trained = new FileProblems(train, Choose(unseen, options.TrainCount, options.Seed, "train_count", train.Path));
        int[] all = [.. Enumerable.Range(0, heldOut.Length)];
        var measured = new FileProblems(heldOut, Choose(all, options.HeldOutCount, options.Seed, "held_out_count", heldOut.Path));
        ProblemIds.RequireUnique(train, heldOut);
        return Set(options, trained, measured, train.SkippedCount + heldOut.SkippedCount,
            [.. heldOut.Warnings, .. train.Warnings, .. Statements.Repetitions(train), .. Statements.Repetitions(heldOut), .. Overlap(train, unseen.Length)]);
    }

    // Some data sets have training problems only.
    private static ProblemSet Divided(ProblemOptions options, ProblemIndex index)
    {
        int[] places = [.. Enumerable.Range(0, index.Length)];
        ProblemIds.RequireUnique(index);
        new SeededRandom(options.Seed).Shuffle(places.AsSpan());
        if (options.HeldOutCount >= places.Length)
            throw new InvalidInputException($"problems.held_out_count is {options.HeldOutCount}, but {index.Path} has {places.Length} usable problems and there is no test file, so that none is left to train on; lower it.");
        var heldOut = places[..options.HeldOutCount];
        var hashes = heldOut.Select(index.StatementHash).ToHashSet();
        int[] unseen = [.. places[options.HeldOutCount..].Where(place => !hashes.Contains(index.StatementHash(place))).Order()];
        var train = Choose(unseen, options.TrainCount, options.Seed, "train_count", index.Path);
        return Set(options, new(index, train), new(index, heldOut), index.SkippedCount,
        [
            .. index.Warnings, .. Statements.Repetitions(index), .. Overlap(index, unseen.Length + heldOut.Length),
            $"There is no test file: {heldOut.Length} of the {places.Length} problems of {index.Path} are held out by problems.seed, and never trained on.",
        ]);
    }

    private static ProblemSet Set(ProblemOptions options, FileProblems train, FileProblems heldOut, int skippedCount, ImmutableArray<string> warnings) =>
        new(options.Source, train, heldOut, new AnswerVerifier()) { SkippedCount = skippedCount, Warnings = warnings };

    private static (string[] Train, string[] HeldOut) Find(ProblemOptions options)
    {
        if (string.IsNullOrWhiteSpace(options.Data))
            throw new InvalidInputException($"problems.source {options.Source} needs problems.data, a folder with train.jsonl and test.jsonl.");
        if (!Directory.Exists(options.Data))
            throw new InvalidInputException($"problems.data {options.Data} is no folder; it should be one with train.jsonl and test.jsonl.");
        var (train, heldOut) = (DataFile.Find(options.Data, "train"), DataFile.Find(options.Data, "test"));
        if (heldOut.Length == 0 && options.HeldOutCount == 0)
            throw Missing(options.Data, "test", " To hold out some of the training problems instead, set problems.held_out_count.");
        return train.Length > 0 ? (train, heldOut) : throw Missing(options.Data, "train", "");
    }

    private static InvalidInputException Missing(string folder, string split, string remedy) => new(
        $"{Path.Combine(folder, split)}.jsonl is missing, and so are {split}.jsonl.gz, {split}.parquet and {split}-*-of-*.parquet; problems.data should be a folder with train.jsonl and test.jsonl.{remedy}");

    private static ImmutableArray<string> Overlap(ProblemIndex train, int keptCount) => (train.Length - keptCount) switch
    {
        0 => [],
        var count when keptCount == 0 => throw new InvalidInputException(
            $"All {count} problems of {train.Path} are held out in the test file as well, so that none is left to train on; take them out of one file."),
        var count => [$"{count} of the {train.Length} problems of {train.Path} are held out as well and are not trained on."],
    };

    private static int[] Choose(int[] places, int count, ulong seed, string key, string path)
    {
        if (count == 0) return places;
        if (count > places.Length)
            throw new InvalidInputException($"problems.{key} is {count}, but {path} has {places.Length} usable problems; lower it, or set it to 0 for all.");
        int[] shuffled = [.. places];
        new SeededRandom(seed).Shuffle(shuffled.AsSpan());
        return shuffled[..count];
    }
}
