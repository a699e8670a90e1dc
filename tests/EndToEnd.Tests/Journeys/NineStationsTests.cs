using Rollouts.Core.Advantages;
using Rollouts.Core.Experience;
using Rollouts.Core.Hints;
using Rollouts.Core.Problems;
using Rollouts.Core.Rollouts;
using Rollouts.Core.Runs;
using Rollouts.Core.Tokenization;
using Rollouts.Core.Verification;
using Rollouts.Core.Weights;
using Rollouts.Inference.Engine;
using Rollouts.Inference.Model;
using Rollouts.Silo;
using Rollouts.Silo.Inference;
using Rollouts.Trainer;
using Rollouts.Trainer.Publishing;

namespace Rollouts.EndToEnd.Tests.Journeys;

/// <summary>One problem's way through the nine stations, every piece real, no actor in between: what a run does, as a story.</summary>
public sealed class NineStationsTests : IDisposable
{
    private static readonly RunSpecification Specification = new()
    {
        Seed = 5,
        Threads = 1,
        Problems = new() { TrainCount = 4, HeldOutCount = 4 },
        Model = new() { Layers = 2, Hidden = 64, Intermediate = 128, Heads = 2, KeyValueHeads = 1, HeadWidth = 32, ContextLength = 96 },
        WarmStart = new() { Steps = 400, Optimizer = new() { LearningRate = 3e-3 } },
        Hint = new() { Rounds = 2, RolloutsPerRound = 16 },
        Sampling = new() { MaximumTokens = 40 },
        Advantage = new() { Baseline = BaselineScope.Round },
        Schedule = new() { ProblemsPerStep = 1 },
        Optimizer = new() { LearningRate = 1e-3 },
    };

    private readonly string _folder = Directory.CreateTempSubdirectory("rollouts-stations-").FullName;

    [Fact]
    public void A_problem_goes_through_nine_stations_and_the_policy_that_comes_back_is_another()
    {
        // 1 Problem: a statement, a worked solution in steps, a judge; and a policy that half knows how to end it.
        var set = ProblemSets.Load(Specification.Problems);
        var visit = ProblemChoice.At(Specification.Seed, set.Train.Length, 0);
        var problem = set.Train[visit.Problem];
        Assert.Equal(VerdictKind.Correct, set.Verifier.Judge(problem, problem.Solution, FinishReason.Stop).Kind);
        var tokenizer = Tokenizers.Create(Specification.Model, set);
        TorchThreads.Set(Specification.Threads);
        using var trainer = new PolicyTrainer(InitialPolicy.Load(Specification, tokenizer), Specification, TokenDistribution.Of(tokenizer, Specification.Sampling));
        WarmUp(trainer, problem, tokenizer);
        var publisher = new WeightPublisher(_folder, tokenizer);
        var first = publisher.Write(trainer.Weights, version: 0, epoch: 1);
        var engine = new CpuEngine(trainer.Weights.Config, new() { Threads = 1, ForbiddenTokenIds = [tokenizer.PaddingId] }, TimeProvider.System);
        Wait(engine.LoadAsync(first.Folder, first.Stamp, TestContext.Current.CancellationToken));

        // 2 Hint: the first round shows all but the last step.
        var unitCount = Prompt.UnitCount(tokenizer, problem, Specification.Hint.Unit);
        var hint = HintSchedule.Next(Specification.Hint, unitCount, carriedRate: null, []);
        Assert.Equal(problem.Steps.Length - 1, hint.ShownCount);

        // 3 Rollout and 4 Verdict: the policy goes on from the hint, the judge reads hint and answer together.
        using var verifier = new BoundedVerifier(set.Verifier, TimeSpan.FromSeconds(5), TimeProvider.System);
        var answering = new Answering(new(new("stations"), new(_folder), Specification, set, tokenizer), engine, verifier);
        var round = Answer(answering, problem, hint, round: 0);
        Assert.Equal(16, round.Rollouts.Length);
        Assert.All(round.Rollouts, rollout => Assert.Equal(first.Stamp, rollout.OldestPolicy));
        Assert.All(round.Rollouts, rollout => Assert.All(rollout.SampledLogProbabilities, value => Assert.InRange(value, float.NegativeInfinity, 0)));
        Assert.All(round.Verdicts, verdict => Assert.NotEqual(VerdictKind.VerifierError, verdict.Kind));
        Assert.InRange(round.Rewards.Average(), 0.01, 0.99);

        // 5 Item response: what the round showed decides the next hint; after the last round a curve and a rate are left.
        var rounds = new List<HintedRound> { HintedRound.From(Specification.Hint, hint, round.Rewards) };
        var second = HintSchedule.Next(Specification.Hint, unitCount, carriedRate: null, rounds);
        Assert.InRange(second.ShownCount, 0, unitCount - 1);
        var again = Answer(answering, problem, second, round: 1);
        rounds.Add(HintedRound.From(Specification.Hint, second, again.Rewards));
        var end = HintSchedule.End(Specification.Hint, unitCount, carriedRate: null, rounds);
        Assert.InRange(end.CarriedRate!.Value, 0, 1);
        Assert.InRange(end.Fit!.Model.Value(hint.Rate), end.Fit.B, 1);

        // 6 Advantage: within a round they sum to zero, and right answers have the greater ones.
        var lease = new VisitLease(new(Batch: 0, Slot: 0, Attempt: 0), Index: 0, visit.Problem, visit.Ordinal);
        var (group, credit) = VisitCredit.Of(Specification, lease, new(problem.Id, visit.Ordinal), first.Stamp, [round, again], end.Fit, 0.1);
        Assert.All(group.Rounds, part => Assert.Equal(0, part.Rollouts.Sum(rollout => rollout.Advantage), 1e-9));
        Assert.All(group.Rounds[0].Rollouts, rollout => Assert.Equal(rollout.Reward > 0.5, rollout.Advantage > 0));

        // 7 Experience: taken in once, every rollout in the ledger, handed out as the batch of step 1.
        var report = VisitCredit.Report(Specification, lease, group, credit);
        var (state, result) = ExperienceBook.Append(new() { Epoch = 1 }, report, Specification.Schedule);
        Assert.Equal((AppendResult.Accepted, AppendResult.Duplicate), (result, ExperienceBook.Append(state, report, Specification.Schedule).Result));
        (state, var reserved) = ExperienceBook.Reserve(state, epoch: 1, step: 1, Specification.Schedule.ProblemsPerStep);
        Assert.Equal(lease.Place, Assert.Single(reserved!).Place);
        Assert.Equal((32, 32, true), (state.Ledger.Generated, state.Ledger.Consumed, state.Ledger.Balances));

        // 8 Step: the trainer scores the tokens as the sampler did, and moves.
        var step = trainer.Step(new(1, CreditedGroupFormat.Unpack(report.Payload)));
        Assert.InRange(step.Metrics[MetricNames.LogProbabilityGap], 0, 1e-4);
        Assert.True(step.Metrics[MetricNames.GradientNorm] > 0);

        // 9 Weights: a new version with another hash; the engine checks it, draws from it, and says so.
        var next = publisher.Write(trainer.Weights, version: 1, epoch: 1);
        Assert.NotEqual(first.Stamp.Sha256, next.Stamp.Sha256);
        Wait(engine.LoadAsync(next.Folder, next.Stamp, TestContext.Current.CancellationToken));
        var changed = Answer(answering, problem, hint, round: 0);
        Assert.All(changed.Rollouts, rollout => Assert.Equal(next.Stamp, rollout.OldestPolicy));
        Assert.NotEqual(
            round.Rollouts.SelectMany(rollout => rollout.SampledLogProbabilities), changed.Rollouts.SelectMany(rollout => rollout.SampledLogProbabilities));
        Wait(engine.DisposeAsync().AsTask());
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    // Until the last step of the solution, six tokens, comes out right about every other time.
    private static void WarmUp(PolicyTrainer trainer, Problem problem, ITokenizer tokenizer)
    {
        var example = new WarmStartExample(
            tokenizer.Encode(Prompt.Text(Specification.Model, problem.Statement)), [.. tokenizer.Encode(problem.Solution), tokenizer.EndId]);
        var loss = double.MaxValue;
        for (var step = 1; loss > 0.12 && step <= Specification.WarmStart.Steps; step++) loss = trainer.WarmStartStep(step, [example]).Metrics[MetricNames.Loss];
        trainer.BeginTraining();
    }

    private static JudgedRound Answer(Answering answering, Problem problem, Hint hint, int round)
    {
        RolloutId[] ids = [.. Enumerable.Range(0, Specification.Hint.RolloutsPerRound).Select(index => new RolloutId(new(problem.Id, 0), round, index))];
        return Wait(answering.AnswerAsync(problem, hint, ids, Specification.Sampling, TestContext.Current.CancellationToken));
    }

    // A trainer belongs to the thread that made it, so this story is told on one.
    private static void Wait(Task task) => task.GetAwaiter().GetResult();

    private static T Wait<T>(Task<T> task) => task.GetAwaiter().GetResult();
}
