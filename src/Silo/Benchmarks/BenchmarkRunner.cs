using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Rollouts.Core;
using Rollouts.Core.Benchmarks;
using Rollouts.Core.Hints;
using Rollouts.Core.Problems;
using Rollouts.Core.Rollouts;
using Rollouts.Core.Runs;
using Rollouts.Core.Tokenization;
using Rollouts.Core.Verification;
using Rollouts.Core.Weights;
using Rollouts.Inference.Engine;
using Rollouts.Inference.Loading;
using Rollouts.Inference.Model;

namespace Rollouts.Silo.Benchmarks;

/// <summary>Lets one policy answer benchmarks, un-hinted: greedy once a problem, and sampled as often as is asked. It drives the engine and the
/// verifier itself: nothing here has to survive the process but the answers, and those are in their file.</summary>
public sealed class BenchmarkRunner : IAsyncDisposable
{
    private const int ProblemsAtOnce = 64;
    private static readonly TimeSpan VerifierDeadline = TimeSpan.FromSeconds(5);

    private readonly IRolloutEngine _engine;
    private readonly ITokenizer _tokenizer;
    private readonly RunSpecification _specification;
    private readonly int _contextLength;
    private readonly TimeProvider _time;

    private BenchmarkRunner(IRolloutEngine engine, ITokenizer tokenizer, RunSpecification specification, int contextLength, string sha256, TimeProvider time)
    {
        (_engine, _tokenizer, _specification, _contextLength, _time) = (engine, tokenizer, specification, contextLength, time);
        PolicySha256 = sha256;
    }

    /// <summary>Which weights answer.</summary>
    public string PolicySha256 { get; }

    /// <summary>Loads a policy.</summary>
    /// <param name="policy">Its folder.</param>
    /// <param name="specification">Prompt, sampling, evaluation, seed and threads are used.</param>
    /// <exception cref="InvalidInputException">The folder is no policy.</exception>
    public static async Task<BenchmarkRunner> StartAsync(string policy, RunSpecification specification, TimeProvider time, CancellationToken cancellationToken)
    {
        var (config, tokenizer) = (ModelConfigFile.Read(Path.Combine(policy, PolicyFolder.ConfigName)), TokenizerFile.Load(policy));
        var options = new EngineOptions { Threads = specification.Threads, ForbiddenTokenIds = [.. TokenDistribution.NeverDrawn(tokenizer)] };
        var stamp = new PolicyStamp(0, PolicyFolder.HashWeights(policy));
        var engine = new CpuEngine(config, options, time);
        await engine.LoadAsync(policy, stamp, cancellationToken);
        return new(engine, tokenizer, specification, config.ContextLength, stamp.Sha256, time);
    }

    /// <summary>What the answers to a benchmark depend on.</summary>
    public BenchmarkConditions Conditions(Benchmark benchmark) => new(
        benchmark.Name, benchmark.Sha256, PolicySha256, Hash(Encode(benchmark.Problems[0])), _specification.Seed, _specification.Sampling.MaximumTokens,
        _specification.Evaluation.Temperature, _specification.Sampling.TopP, _specification.Sampling.TopK);

    /// <summary>Problems of a benchmark that are answered.</summary>
    public int ProblemCount(Benchmark benchmark) =>
        _specification.Evaluation.Problems is > 0 and var wanted ? Math.Min(wanted, benchmark.Problems.Length) : benchmark.Problems.Length;

    /// <summary>Answers wanted to a benchmark, greedy and sampled.</summary>
    public int AnswerCount(Benchmark benchmark) => ProblemCount(benchmark) * (1 + _specification.Evaluation.Samples);

    /// <summary>Whether an answer is among those wanted: a folder may hold more, of an earlier and longer evaluation.</summary>
    /// <param name="problems">Ids of the problems answered.</param>
    public bool IsWanted(BenchmarkAnswer answer, IReadOnlySet<string> problems) => problems.Contains(answer.Problem) && answer.Index < Count(answer.Kind);

    /// <summary>Draws and judges what is not in the file yet.</summary>
    /// <param name="answered">Told after each problem how many answers were added.</param>
    /// <exception cref="EngineFailedException">The engine can't go on.</exception>
    public async Task AnswerAsync(Benchmark benchmark, AnswerFile file, Action<int> answered, CancellationToken cancellationToken)
    {
        using var verifier = new BoundedVerifier(benchmark.Verifier, VerifierDeadline, _time, Environment.ProcessorCount);
        var options = new ParallelOptions { MaxDegreeOfParallelism = ProblemsAtOnce, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(Enumerable.Range(0, ProblemCount(benchmark)), options, async (place, cancellation) =>
        {
            var problem = benchmark.Problems[place];
            foreach (var kind in Enum.GetValues<AnswerKind>())
            {
                int[] missing = [.. Enumerable.Range(0, Count(kind)).Where(index => !file.Has(problem.Id.Value, kind, index))];
                if (missing.Length == 0) continue;
                foreach (var answer in await AnswerAsync(problem, kind, missing, verifier, cancellation)) file.Add(answer);
                answered(missing.Length);
            }
        });
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _engine.DisposeAsync();

    private static string Hash(int[] ids) => Convert.ToHexStringLower(SHA256.HashData(MemoryMarshal.AsBytes<int>(ids)));

    private int Count(AnswerKind kind) => kind == AnswerKind.Greedy ? 1 : _specification.Evaluation.Samples;

    private async Task<BenchmarkAnswer[]> AnswerAsync(Problem problem, AnswerKind kind, int[] indexes, BoundedVerifier verifier, CancellationToken cancellationToken)
    {
        var prefix = Encode(problem);
        var room = Math.Min(_specification.Sampling.MaximumTokens, _contextLength - prefix.Length);
        // A problem that leaves no room for an answer is not answered, which is the policy's own failure.
        if (room < 1)
        {
            var verdict = new Verdict(VerdictKind.Truncated, null, $"The problem has {prefix.Length} tokens and the policy's context {_contextLength}.");
            return Array.ConvertAll(indexes, index => Answer(problem, kind, index, verdict, FinishReason.Length, 0, ""));
        }

        RolloutId[] ids = Array.ConvertAll(indexes, index => new RolloutId(new(problem.Id, Inference.EvaluationRunner.Ordinal), (int)kind, index));
        var sampling = _specification.Sampling with { MaximumTokens = room, Temperature = kind == AnswerKind.Greedy ? 0 : _specification.Evaluation.Temperature };
        var request = new GenerationRequest(prefix, ids, Array.ConvertAll(ids, id => id.Seed(_specification.Seed)), sampling, [.. _tokenizer.EndIds]);
        var rollouts = await _engine.GenerateAsync(request, cancellationToken);
        return await Task.WhenAll(rollouts.Select(async (rollout, place) =>
        {
            var text = Prompt.Answer(_tokenizer, HintPlacement.AnswerPrefix, [], rollout.TokenIds);
            var verdict = await verifier.JudgeAsync(problem, text, rollout.Finish, cancellationToken);
            return Answer(problem, kind, indexes[place], verdict, rollout.Finish, rollout.TokenIds.Length, text);
        }));
    }

    private int[] Encode(Problem problem)
    {
        try
        {
            return Prompt.Build(_tokenizer, _specification.Model, problem);
        }
        catch (ArgumentException error)
        {
            throw new InvalidInputException($"The policy's tokenizer can't write problem {problem.Id}: {error.Message} Choose a benchmark or a policy that was made for such problems.", error);
        }
    }

    private static BenchmarkAnswer Answer(Problem problem, AnswerKind kind, int index, Verdict verdict, FinishReason finish, int tokens, string text) => new(
        problem.Id.Value, kind, index, [.. problem.Tags], problem.Answer, verdict.Kind, verdict.Extracted, verdict.Reason, finish, tokens, text);
}
