using System.Globalization;
using Rollouts.Inference.Model;

namespace Rollouts.Bench;

/// <summary>Tokens a second of the engine against the bare step of the reference implementation's graph, in one process, by turns.</summary>
internal sealed class DecodeBenchmark : IBenchmark
{
    private const int FirstPosition = 32;
    private const int EndPosition = 128;
    private const int RepeatCount = 5;
    private const int Vocabulary = 64;

    private static readonly (string Name, ModelConfig Config, int[] Rows)[] Models =
    [
        ("0.9M", Shape(128, 448, 4, 4, 2, 32), [1, 8, 32, 64]),
        ("10M", Shape(384, 1024, 6, 6, 6, 64), [1, 32]),
    ];

    public string Name => "decode";

    public string Description => "tokens/s of the engine, sampling included, against a bare TorchScript step; goal 1.5 times at every size";

    // Arguments: a folder with llama-0.9M.pt.gz and llama-10M.pt.gz, then optionally the model, the rows and the threads to measure.
    public int Run(string[] args)
    {
        var folder = args.Length > 0 ? args[0] : Path.Combine(
            Environment.GetEnvironmentVariable("ROLLOUTS_GOLDEN") ?? Path.Combine("..", "shared", "golden"), "peer");
        Console.WriteLine("| model | threads | B | engine tokens/s | peer tokens/s | engine µs a step | peer µs a step | ratio (best of each) | ratio (median of pairs) |");
        Console.WriteLine("| --- | --- | --- | --- | --- | --- | --- | --- | --- |");
        foreach (var threadCount in Choose([1, 2], args, 3))
            foreach (var (name, config, rows) in Models.Where(model => args.Length < 2 || args[1] == model.Name))
            {
                using var peer = new DecodePeer(Path.Combine(folder, $"llama-{name}.pt.gz"));
                foreach (var rowCount in Choose(rows, args, 2)) MeasureAsync(name, config, peer, rowCount, threadCount).GetAwaiter().GetResult();
            }
        return 0;
    }

    private static async Task MeasureAsync(string name, ModelConfig config, DecodePeer peer, int rowCount, int threadCount)
    {
        TorchThreads.Set(threadCount);
        await using var engine = await DecodeEngine.StartAsync(config, rowCount, threadCount);
        const int StepCount = EndPosition - FirstPosition;
        var (ours, theirs) = (new double[RepeatCount], new double[RepeatCount]);
        for (var repeat = -1; repeat < RepeatCount; repeat++)
        {
            // The first round warms both up; a pause lets the other side's waiting threads go to sleep.
            await Task.Delay(20);
            var peerSeconds = peer.Measure(config, rowCount, FirstPosition, EndPosition);
            await Task.Delay(20);
            var engineSeconds = await engine.MeasureAsync(rowCount, FirstPosition, StepCount);
            if (repeat >= 0) (ours[repeat], theirs[repeat]) = (engineSeconds / StepCount, peerSeconds / StepCount);
        }
        Print(name, threadCount, rowCount, ours, theirs);
    }

    private static void Print(string name, int threadCount, int rowCount, double[] ours, double[] theirs)
    {
        var (best, peerBest) = (ours.Min(), theirs.Min());
        var median = ours.Zip(theirs, (one, other) => other / one).Order().ElementAt(ours.Length / 2);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"| {name} | {threadCount} | {rowCount} | {rowCount / best:F0} | {rowCount / peerBest:F0} | {best * 1e6:F0} | {peerBest * 1e6:F0} " +
            $"| {peerBest / best:F2} | {median:F2} |"));
    }

    private static int[] Choose(int[] usual, string[] args, int index) =>
        args.Length > index ? [int.Parse(args[index], CultureInfo.InvariantCulture)] : usual;

    private static ModelConfig Shape(int hidden, int intermediate, int layers, int heads, int keyValueHeads, int headWidth) => new()
    {
        Family = "llama", VocabularySize = Vocabulary, Hidden = hidden, Intermediate = intermediate, Layers = layers, Heads = heads,
        KeyValueHeads = keyValueHeads, HeadWidth = headWidth, ContextLength = 256, TieEmbeddings = true,
    };
}
