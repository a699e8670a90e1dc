using Rollouts.Client.Rendering;
using Rollouts.Core.Advantages;
using Rollouts.Core.Rollouts;
using Rollouts.Core.Runs;
using Rollouts.Core.Verification;
using Spectre.Console;

namespace Rollouts.Client.Tests.Rendering;

public sealed class ViewTests
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 31, 12, 0, 0, TimeSpan.Zero);

    private static readonly RunSummary Summary = new(
        "quickstart-20260131-120000", "quickstart", 7, "completed", null, 247.4, 128_000, 2_800_000, 250, "ab", new(Accuracy(.02, .03), Accuracy(.67, .79)),
        new(128_000, 127_900, 100, 0, new() { ["verifier_error"] = 4, ["stale"] = 96 }), 2.4e-6, ["The rate of hints isn't falling."]);

    [Theory]
    [InlineData(-1e-9, "0.000")]
    [InlineData(-0.0123, "-0.012")]
    [InlineData(null, "–")]
    public void What_rounds_to_nothing_has_no_sign(double? value, string text) => Assert.Equal(text, Figures.Of(value));

    [Fact]
    public void A_run_has_a_heading() => Pictures.Same("heading", new RunHeading(
        "quickstart-20260131-120000", "quickstart", "Number puzzles", 891_000, 200, 256, "digits", "runs/quickstart-20260131-120000").ToRenderable());

    [Fact]
    public void The_live_view_shows_the_newest_steps_and_the_time_left()
    {
        var state = Enumerable.Range(1, 30).Aggregate(
            LiveState.Begin(new() { Steps = 250 }).After(new PhaseChanged(1, Noon, RunPhase.Training, null)), (state, step) => state.After(Step(step)));
        Pictures.Same("live", LiveView.Of(state));
    }

    [Fact]
    public void The_warm_start_has_a_progress_bar_of_its_own()
    {
        var state = LiveState.Begin(new() { WarmStart = new() { Steps = 600 } }).After(new PhaseChanged(1, Noon, RunPhase.WarmStart, null));
        foreach (var step in new[] { 1, 2, 300 }) state = state.After(new WarmStartStepped(step, Noon.AddSeconds(.2 * step), step, []));
        Assert.Equal("warm start ████████████████████──────────────────── 300/600  1:00 left", LiveView.Progress(state));
    }

    [Fact]
    public void Without_a_terminal_a_run_is_told_in_plain_lines()
    {
        RunEvent[] events =
        [
            new PhaseChanged(1, Noon, RunPhase.Training, null), new Evaluated(2, Noon, Report(0)), .. Enumerable.Range(1, 200).Select(Step),
            new Alarmed(3, Noon, "Entropy is collapsing.\u001b[2J"), new PhaseChanged(4, Noon, RunPhase.Completed, null),
        ];
        var state = LiveState.Begin(new() { Steps = 200 });
        var lines = events.SelectMany(happened => EventLines.Plain(happened, state = state.After(happened))).ToArray();
        Assert.Equal(1 + 1 + 1 + 1 + 50 + 1 + 1, lines.Length);
        Pictures.Same("plain", new Rows(lines.Take(6).Concat(lines.TakeLast(3)).Select(line => new Text(line))));
    }

    [Fact]
    public void A_summary_tells_before_and_after_and_what_to_look_at() =>
        Pictures.Same("summary", SummaryView.Of(Summary, "runs/quickstart-20260131-120000"));

    [Fact]
    public void A_failed_run_says_why_and_how_to_resume() => Pictures.Same("summary-failed", SummaryView.Of(
        Summary with { Status = "failed", Failure = "The loss of step 12 is NaN.", HeldOut = new(Accuracy(.02, .03), null), Alarms = [] }, "runs/quickstart-20260131-120000"));

    [Fact]
    public void A_plan_explains_the_arithmetic_of_its_batches()
    {
        var specification = new RunSpecification { Recipe = "quickstart", Description = "Number puzzles", Steps = 250, WarmStart = new() { Steps = 600 } };
        Pictures.Same("plan", new PlanView(specification, BatchArithmetic.Of(specification, 200), MemoryEstimate.Of(specification, specification.Model, 20), 256, 20).ToRenderable());
    }

    [Fact]
    public void A_plan_names_the_server_that_draws_and_counts_no_memory_for_it_here()
    {
        var specification = new RunSpecification { Engine = new() { Kind = EngineKind.LlamaCpp, Url = "http://10.0.0.7:8080", Concurrency = 8 } };
        var memory = MemoryEstimate.Of(specification, specification.Model, 20);
        var plan = Pictures.Draw(new PlanView(specification, BatchArithmetic.Of(specification, 200), memory, 256, 20).ToRenderable());
        Assert.Contains("a server (llama_cpp) at http://10.0.0.7:8080, asked for 8 rollouts at once", plan);
        Assert.Equal((0, 0), (memory.EngineBytes, memory.CacheBytes));
    }

    [Fact]
    public void A_plan_tells_what_the_files_had_to_say()
    {
        var specification = new RunSpecification { Recipe = "mine", Description = "My problems", Steps = 0 };
        Pictures.Same("plan-warnings", new PlanView(specification, BatchArithmetic.Of(specification, 200), MemoryEstimate.Of(specification, specification.Model, 20), 256, 20)
        {
            Warnings = ["Skipped train.jsonl:4: this line is not JSON.", "3 of the 200 problems of train.jsonl are held out as well and are not trained on."],
        }.ToRenderable());
    }

    [Fact]
    public void Runs_are_listed_one_a_row() => Pictures.Same("runs", RunsView.Of([Summary, Summary with { Run = "other", Status = "stopped", HeldOut = new(null, null) }]));

    [Fact]
    public void Without_runs_the_list_says_how_to_start_one() => Assert.Contains("rollouts run quickstart", Pictures.Draw(RunsView.Of([])));

    [Fact]
    public void The_course_of_a_run_fits_into_a_few_lines() =>
        Pictures.Same("curves", CurvesView.Of([.. Enumerable.Range(1, 100).Select(step => Step(step).Metrics)]));

    [Fact]
    public void A_problem_shows_its_hints_its_curve_and_its_last_rollouts() =>
        Pictures.Same("problem", ProblemView.Of([Group(0, 4), Group(1, 3)], ids => string.Concat(ids.Select(id => (char)id))));

    private static CreditedGroup Group(int visit, int hint) => new(
        "digits/796", visit, 0, 0, visit, "ab", Ids("796>000:"),
        [Round(0, hint, 2), Round(1, hint - 1, 1)], [12.5, -.45, .02], 1);

    private static CreditedRound Round(int round, int hint, int right) => new(
        round, hint, 7, .5, Ids("m793 "), [.. Enumerable.Range(0, 2).Select(index => new CreditedRollout(
            index, Ids("r937 d874\n\u001b[31m$"), [], [], index < right ? VerdictKind.Correct : VerdictKind.Wrong, index < right ? "reaches 000" : "ends on 874",
            index < right ? 1 : 0, index < right ? .5 : -.5, null, FinishReason.Stop))]);

    private static int[] Ids(string text) => [.. text.Select(character => (int)character)];

    private static Stepped Step(int step) => new(step, Noon.AddSeconds(step), step, new()
    {
        [MetricNames.RewardHinted] = .5, [MetricNames.RewardUnhinted] = .004 * step, [MetricNames.HintRate] = .8 - .003 * step,
        [MetricNames.GroupsMixed] = .99, [MetricNames.RoundsMixed] = .75, [MetricNames.Entropy] = .31, [MetricNames.BehaviourKl] = .0012,
        [MetricNames.StalenessMean] = 0, [MetricNames.TokensPerSecond] = 7123,
    });

    private static EvaluationReport Report(int version) => new(
        new(version, "ab"), "digits", new(.03, .01, .06, 256), new(.02, .01, .05, 256), [], 0);

    private static HeldOutAccuracy Accuracy(double sampled, double greedy) =>
        new(new(sampled, sampled - .01, sampled + .02, 256), new(greedy, greedy - .01, greedy + .02, 256));
}
