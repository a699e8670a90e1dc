using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Orleans.TestingHost;
using Rollouts.Core.Advantages;

namespace Rollouts.Grains.Tests;

/// <summary>A worker that falls silent: its visits are lent to another, and what it hands over late is known. Time is the test's.</summary>
public sealed class LeaseLapseTests : IAsyncLifetime
{
    private const string Id = "lapse";
    private static readonly TimeSpan Term = TimeSpan.FromSeconds(60);

    private readonly string _folder = Directory.CreateTempSubdirectory("rollouts-lapse-").FullName;
    private readonly FakeTimeProvider _time = new();
    private InProcessTestCluster? _cluster;

    private IRunGrain Run => _cluster!.Client.GetGrain<IRunGrain>(Id);

    public async ValueTask InitializeAsync()
    {
        var builder = new InProcessTestClusterBuilder(1);
        builder.ConfigureSilo((_, silo) =>
        {
            silo.Services.AddSingleton<TimeProvider>(_time);
            silo.AddRolloutsGrains(Path.Combine(_folder, "state.db"));
        });
        _cluster = builder.Build();
        await _cluster.DeployAsync();
        var specification = new RunSpecification
        {
            Steps = 2, Schedule = new() { ProblemsPerStep = 2 }, Hint = new() { Rounds = 1, RolloutsPerRound = 4 }, Evaluation = new() { Every = 0, Problems = 1 },
        };
        await Run.StartAsync(RunSpecificationJson.Write(specification), _folder, trainCount: 4, heldOutCount: 0);
        var epoch = await _cluster.Client.GetGrain<ITrainerGrain>(Id).BeginEpochAsync(0);
        await _cluster.Client.GetGrain<IPolicyGrain>(Id).PublishAsync(new(new(0, "hash"), epoch, "weights/0", []));
    }

    public async ValueTask DisposeAsync()
    {
        if (_cluster is not null) await _cluster.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task A_silent_workers_visits_are_lent_again_and_its_late_report_is_a_duplicate()
    {
        var first = (await LeaseAsync("silent")).Visits;
        Assert.Equal(2, first.Length);

        _time.Advance(Term + TimeSpan.FromSeconds(1));
        var second = (await LeaseAsync("awake")).Visits;
        Assert.Equal(first, second);

        foreach (var visit in second) Assert.Equal(AppendResult.Accepted, await AppendAsync(visit));
        foreach (var visit in first) Assert.Equal(AppendResult.Duplicate, await AppendAsync(visit));
        var ledger = (await Run.GetState()).Ledger;
        Assert.True(ledger.Balances);
        Assert.Equal(2 * 4, ledger.Generated);
    }

    [Fact]
    public async Task A_renewed_lease_holds_beyond_its_term()
    {
        var first = (await LeaseAsync("slow", count: 1)).Visits;
        _time.Advance(Term - TimeSpan.FromSeconds(1));
        await Run.RenewAsync("slow");
        _time.Advance(Term - TimeSpan.FromSeconds(1));
        Assert.DoesNotContain(first[0], (await LeaseAsync("other", count: 2)).Visits);
    }

    private Task<WorkLease> LeaseAsync(string worker, int count = 2) => Run.LeaseAsync(new(worker, 0, 0, count));

    private async Task<AppendResult> AppendAsync(VisitLease visit)
    {
        var report = new VisitReport(visit.Place, visit.Index, new(new($"p/{visit.Problem}"), visit.Ordinal), new(0, "hash"), 4, 32, [], false, CreditedGroupFormat.Pack([]));
        return (await _cluster!.Client.GetGrain<IExperienceGrain>(Id).AppendAsync(report)).Result;
    }
}
