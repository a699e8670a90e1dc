using Rollouts.Client.Rendering;
using Rollouts.Core.Benchmarks;
using Rollouts.Core.Runs;

namespace Rollouts.Client.Tests.Rendering;

public sealed class BenchmarkViewTests
{
    private static readonly BenchmarkReport Gsm8k = new(
        "gsm8k", "0123456789abcdef", 1319, 8, PassAtK.Wilson(.613, 1319), PassAtK.Wilson(.58, 1319), new(Shares(.58, .69, .77, .83)),
        new(Shares(.58, .58, .64, .68)), [], new(new Dictionary<string, int> { ["correct"] = 6935, ["truncated"] = 12, ["wrong"] = 4924 }), 187.26);

    private static readonly BenchmarkReport Math = Gsm8k with
    {
        Benchmark = "math500", Problems = 500, Samples = 1, Greedy = PassAtK.Wilson(.31, 500), Sampled = PassAtK.Wilson(.284, 500),
        Tags = [new("Algebra", 124, PassAtK.Wilson(.5, 124), PassAtK.Wilson(.48, 124)), new("Level [5]", 134, PassAtK.Wilson(0, 134), PassAtK.Wilson(.02, 134))],
        Verdicts = new(new Dictionary<string, int> { ["no_answer"] = 1000 }),
    };

    [Fact]
    public void Benchmarks_are_rows_and_their_subjects_are_tables() => Pictures.Same("benchmarks", BenchmarkView.Of([Gsm8k, Math]));

    [Fact]
    public void A_comparison_says_how_far_ahead_and_how_sure() => Pictures.Same("benchmark-comparison", BenchmarkView.Compared(
    [
        new("gsm8k", new(700, 112, 61, 446, new(.0387, .019, .058, .0002, 1319), GreedyComparison.McNemar(112, 61)), new(.041, .03, .052, .0002, 1319)),
        new("aime24", new(1, 0, 1, 28, new(-.0333, -.1, 0, .7, 30), 1), new(0, 0, 0, 1, 30)),
    ]));

    private static Dictionary<int, Share> Shares(params double[] values) => values.Select((value, place) => (1 << place, PassAtK.Wilson(value, 1319))).ToDictionary();
}
