using System.Diagnostics;
using System.Globalization;
using System.IO.Compression;
using Rollouts.Core.Rollouts;
using Rollouts.Core.Runs;
using Rollouts.Inference.Loading;
using Rollouts.Inference.Model;
using Rollouts.Trainer;
using TorchSharp;
using static TorchSharp.torch;

namespace Rollouts.Bench;

/// <summary>A training step of 64 × 128 tokens (forward, loss, backward, clip, AdamW) beside the reference implementation's graph with
/// TorchSharp's AdamW, alternating in one process.</summary>
internal sealed class TrainingStepBenchmark : IBenchmark
{
    private const int Rows = 64, Tokens = 128, Vocabulary = 64;

    public string Name => "training-step";

    public string Description => "training step of 64 x 128 tokens against the reference graph; goal: 1.0 times its speed or more ([rounds] [size])";

    public int Run(string[] args)
    {
        var rounds = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 5;
        Console.WriteLine("| parameters | threads | ours ms | peer ms | peer / ours |");
        Console.WriteLine("| --- | --- | --- | --- | --- |");
        foreach (var size in args.Length > 1 ? [args[1]] : new[] { "0.9M", "10M" })
            foreach (var threads in new[] { 1, 2 })
                Measure(size, threads, rounds);
        return 0;
    }

    private static void Measure(string size, int threads, int rounds)
    {
        TorchThreads.Set(threads);
        var ids = Ids();
        using var trainer = new PolicyTrainer(WeightInitialization.New(ConfigOf(size), 1), new RunSpecification { WarmStart = new() { Steps = 1_000_000 } }, TokenDistribution.Plain);
        using var peer = PeerGraph.Load(size);
        var (ours, theirs) = (new List<double>(), new List<double>());
        for (var round = 0; round <= rounds; round++)
        {
            ours.Add(Milliseconds(() => trainer.WarmStartStep(trainer.StepCount + 1, Examples(ids))));
            theirs.Add(Milliseconds(() => peer.Step(ids)));
        }

        // The first round is the libraries' own warm-up.
        var (mine, reference) = (ours.Skip(1).Min(), theirs.Skip(1).Min());
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {size} | {threads} | {mine:F1} | {reference:F1} | {reference / mine:F2} |"));
    }

    private static ModelConfig ConfigOf(string size) => size == "0.9M"
        ? Llama with { Hidden = 128, Intermediate = 448, Layers = 4, Heads = 4, KeyValueHeads = 2, HeadWidth = 32 }
        : Llama with { Hidden = 384, Intermediate = 1024, Layers = 6, Heads = 6, KeyValueHeads = 6, HeadWidth = 64 };

    private static ModelConfig Llama => new()
    {
        Family = "llama", VocabularySize = Vocabulary, Hidden = 0, Intermediate = 0, Layers = 0, Heads = 0, KeyValueHeads = 0, HeadWidth = 0,
        ContextLength = Tokens, TieEmbeddings = true,
    };

    private static long[][] Ids()
    {
        var random = new Random(1);
        return [.. Enumerable.Range(0, Rows).Select(_ => Enumerable.Range(0, Tokens).Select(_ => (long)random.Next(Vocabulary)).ToArray())];
    }

    private static WarmStartExample[] Examples(long[][] ids) =>
        [.. ids.Select(row => new WarmStartExample([(int)row[0]], [.. row.Skip(1).Select(id => (int)id)]))];

    private static double Milliseconds(Action action)
    {
        var start = Stopwatch.GetTimestamp();
        action();
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }

    /// <summary>The reference implementation as TorchScript, trained as its users would.</summary>
    private sealed class PeerGraph : IDisposable
    {
        private readonly jit.ScriptModule<Tensor, Tensor> module;
        private readonly optim.Optimizer optimizer;

        private PeerGraph(jit.ScriptModule<Tensor, Tensor> module) =>
            (this.module, optimizer) = (module, optim.AdamW(module.parameters(), 2e-3, weight_decay: 0.01));

        public static PeerGraph Load(string size)
        {
            var golden = Environment.GetEnvironmentVariable("ROLLOUTS_GOLDEN") ?? Path.Combine("..", "shared", "golden");
            var unpacked = Path.GetTempFileName();
            using (var source = new GZipStream(File.OpenRead(Path.Combine(golden, "peer", $"llama-{size}.pt.gz")), CompressionMode.Decompress))
            using (var target = File.Create(unpacked))
                source.CopyTo(target);
            var module = jit.load<Tensor, Tensor>(unpacked);
            File.Delete(unpacked);
            foreach (var parameter in module.parameters())
                parameter.requires_grad = true;
            return new(module);
        }

        public void Step(long[][] ids)
        {
            using var scope = NewDisposeScope();
            optimizer.zero_grad();
            var input = tensor(ids.SelectMany(row => row).ToArray(), [Rows, Tokens]);
            var logits = module.forward(input).narrow(1, 0, Tokens - 1).reshape(-1, Vocabulary);
            var loss = nn.functional.cross_entropy(logits, input.narrow(1, 1, Tokens - 1).reshape(-1));
            _ = loss.item<float>();
            loss.backward();
            nn.utils.clip_grad_norm_(module.parameters(), 1.0);
            optimizer.step();
        }

        public void Dispose()
        {
            optimizer.Dispose();
            module.Dispose();
        }
    }
}
