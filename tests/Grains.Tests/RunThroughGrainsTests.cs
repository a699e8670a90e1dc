using Orleans.TestingHost;
using Rollouts.Core.Advantages;

namespace Rollouts.Grains.Tests;

/// <summary>A scripted worker and a scripted trainer take a run through every grain of a real silo.</summary>
public sealed class RunThroughGrainsTests : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("rollouts-run-").FullName;
    private InProcessTestCluster? _cluster;

    private static readonly RunSpecification Specification = new()
    {
        Recipe = "scripted", Seed = 5, Steps = 4,
        Schedule = new() { ProblemsPerStep = 3 },
        Hint = new() { Rounds = 2, RolloutsPerRound = 4 },
        Evaluation = new() { Every = 0 },
    };

    private IGrainFactory Grains => _cluster!.Client;

    public async ValueTask InitializeAsync()
    {
        var builder = new InProcessTestClusterBuilder(1);
        builder.ConfigureSilo((_, silo) => silo.AddRolloutsGrains(Path.Combine(_folder, "state.db")));
        _cluster = builder.Build();
        await _cluster.DeployAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_cluster is not null) await _cluster.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task A_run_goes_from_its_first_visit_to_completed_and_its_ledger_balances()
    {
        var run = await StartAsync("whole");
        var epoch = await Grains.GetGrain<ITrainerGrain>("whole").BeginEpochAsync(0);
        await TrainAsync("whole", epoch, 0, 4);
        var snapshot = await run.GetState();
        Assert.Equal(RunPhase.Completed, snapshot.Phase);
        Assert.Equal(4, snapshot.Step);
        Assert.True(snapshot.Ledger.Balances);
        Assert.Equal(4 * 3 * 8, snapshot.Ledger.Consumed);
        Assert.Equal(2, snapshot.Evaluations.Length);
    }

    [Fact]
    public async Task A_new_trainer_gets_the_same_batches_and_the_old_one_is_refused()
    {
        await StartAsync("resumed");
        var old = await Grains.GetGrain<ITrainerGrain>("resumed").BeginEpochAsync(0);
        var first = await TrainAsync("resumed", old, 0, 2);
        var epoch = await Grains.GetGrain<ITrainerGrain>("resumed").BeginEpochAsync(0);
        await Assert.ThrowsAsync<StaleEpochException>(() => Grains.GetGrain<IExperienceGrain>("resumed").ReserveAsync(old, 1));
        await Assert.ThrowsAsync<StaleEpochException>(() => Grains.GetGrain<IPolicyGrain>("resumed").PublishAsync(Weights(0, old)));
        var again = await TrainAsync("resumed", epoch, 0, 4);
        Assert.Equal(first, again.Take(first.Count));
        await Assert.ThrowsAsync<WeightMismatchException>(() => Grains.GetGrain<IPolicyGrain>("resumed").PublishAsync(Weights(1, epoch) with { Stamp = new(1, "other") }));
        Assert.True((await Grains.GetGrain<IRunGrain>("resumed").GetState()).Ledger.Balances);
    }

    [Fact]
    public async Task A_repeated_round_is_applied_once_and_gets_the_same_hint()
    {
        await StartAsync("repeated");
        var problem = Grains.GetGrain<IProblemGrain>(GrainKey.Of("repeated", "p/1"));
        var hint = await problem.BeginVisitAsync(0, 5);
        var first = await problem.RecordRoundAsync(0, new(0, 0, 1, 4));
        Assert.Equal(hint, await problem.BeginVisitAsync(0, 5));
        var again = await problem.RecordRoundAsync(0, new(0, 0, 1, 4));
        Assert.True(again.AlreadyApplied);
        Assert.Equal(first.Next, again.Next);
        Assert.Null((await problem.RecordRoundAsync(0, new(1, 0, 2, 4))).Next);
        Assert.True((await problem.RecordRoundAsync(0, new(1, 0, 2, 4))).AlreadyApplied);
        Assert.Equal(1, (await problem.GetState()).EndedCount);
    }

    [Fact]
    public async Task A_failed_run_keeps_its_first_reason_and_gives_out_no_work()
    {
        var run = await StartAsync("failed");
        await run.FailAsync("the engine stopped");
        await run.FailAsync("something later");
        var snapshot = await run.GetState();
        Assert.Equal((RunPhase.Failed, "the engine stopped"), (snapshot.Phase, snapshot.Failure));
        Assert.True((await run.LeaseAsync(new("worker", null, 0, 1))).Ended);
    }

    private async Task<IRunGrain> StartAsync(string id)
    {
        var run = Grains.GetGrain<IRunGrain>(id);
        await run.StartAsync(RunSpecificationJson.Write(Specification), _folder, 7, 2);
        return run;
    }

    private async Task<List<string>> TrainAsync(string run, int epoch, int from, int to)
    {
        var batches = new List<string>();
        for (var step = from; step <= to; step++)
        {
            await Grains.GetGrain<IPolicyGrain>(run).PublishAsync(Weights(step, epoch));
            await WorkAsync(run);
            if (step == to) break;
            var visits = await Grains.GetGrain<IExperienceGrain>(run).ReserveAsync(epoch, step + 1);
            batches.Add(string.Join(' ', visits!.Select(visit => visit.Place)));
            await Grains.GetGrain<IRunGrain>(run).ReportStepAsync(epoch, new(step + 1, []));
        }

        return batches;
    }

    // Works until the run has nothing for the weights at hand: then a complete batch waits for the trainer.
    private async Task WorkAsync(string run)
    {
        var grain = Grains.GetGrain<IRunGrain>(run);
        while (await HasWorkAsync(run))
        {
            var lease = await grain.LeaseAsync(new("worker", null, 0, 2));
            foreach (var visit in lease.Visits) await VisitAsync(run, visit, lease.Policy!.Stamp);
            foreach (var problem in lease.Evaluations)
            {
                await Grains.GetGrain<IEvaluationGrain>(GrainKey.Of(run, $"{lease.Policy!.Stamp.Version}")).RecordAsync(lease.Policy.Stamp, new(problem, true, 1, 1, 0));
                await grain.ReportEvaluationAsync(lease.Policy.Stamp.Version, problem);
            }
        }
    }

    // By looking, as asking would wait: work is left while an evaluation or the next batch is not complete.
    private async Task<bool> HasWorkAsync(string run)
    {
        var snapshot = await Grains.GetGrain<IRunGrain>(run).GetState();
        if (snapshot.Phase == RunPhase.Completed) return false;
        var version = (await Grains.GetGrain<IPolicyGrain>(run).GetState()).Manifests[^1].Stamp.Version;
        if (version is 0 or 4 && !Array.Exists(snapshot.Evaluations, report => report.Policy.Version == version)) return true;
        var experience = await Grains.GetGrain<IExperienceGrain>(run).GetState();
        return version < 4 && ExperienceBook.BatchOf(experience, version).Length < 3;
    }

    private async Task VisitAsync(string run, VisitLease visit, PolicyStamp policy)
    {
        var problem = Grains.GetGrain<IProblemGrain>(GrainKey.Of(run, $"p/{visit.Problem}"));
        await problem.BeginVisitAsync(visit.Ordinal, 5);
        for (var round = 0; round < 2; round++) await problem.RecordRoundAsync(visit.Ordinal, new(round, policy.Version, 2, 4));
        var report = new VisitReport(visit.Place, visit.Index, new(new($"p/{visit.Problem}"), visit.Ordinal), policy, 8, 64, [], false, CreditedGroupFormat.Pack([]));
        Assert.Equal(AppendResult.Accepted, (await Grains.GetGrain<IExperienceGrain>(run).AppendAsync(report)).Result);
        Assert.Equal(AppendResult.Duplicate, (await Grains.GetGrain<IExperienceGrain>(run).AppendAsync(report)).Result);
        await Grains.GetGrain<IRunGrain>(run).ReportVisitAsync(visit.Place, degenerate: false);
    }

    private static WeightManifest Weights(int version, int epoch) => new(new(version, $"hash-{version}"), epoch, $"weights/{version}", []);
}
