using System.Text;
using Rollouts.Core.Advantages;
using Rollouts.Core.Experience;
using Rollouts.Core.Hints;
using Rollouts.Core.Problems;
using Rollouts.Core.Rollouts;
using Rollouts.Core.Runs;
using Rollouts.Core.Tokenization;
using Rollouts.Core.Verification;
using Rollouts.Core.Weights;
using Rollouts.Inference.Model;
using Rollouts.Silo.Inference;
using Rollouts.Trainer.Packing;

namespace Rollouts.EndToEnd.Tests.Journeys;

/// <summary>The ids that are trained on are the ids that were sampled, after the ids of prompt and hint: no text is ever encoded again.</summary>
public sealed class TrainedIdsTests
{
    private static readonly RunSpecification Specification = new()
    {
        Model = new() { PromptTemplate = "Q {statement}\nA " },
        Hint = new() { Rounds = 1, RolloutsPerRound = 2 },
        Advantage = new() { Baseline = BaselineScope.Round },
    };

    private static readonly Problem Problem = new(new("jsonl/train/1"), "low low?", ["low ", "low"], "low", []);

    [Fact]
    public async Task What_was_sampled_is_what_is_trained_on()
    {
        var tokenizer = new RecordingTokenizer(BpeTrainer.Train(["low low low lower Q low low? A low"], 280));
        var engine = new SpellingEngine(tokenizer.EndId);
        using var verifier = new BoundedVerifier(new EveryOther(), TimeSpan.FromSeconds(5), TimeProvider.System);
        var problems = new ProblemSet("trained-ids", [Problem], [], new EveryOther());
        var answering = new Answering(new(new("ids"), new("ids"), Specification, problems, tokenizer), engine, verifier);
        RolloutId[] ids = [new(new(Problem.Id, 0), 0, 0), new(new(Problem.Id, 0), 0, 1)];
        var round = await answering.AnswerAsync(Problem, new(1, 2, 0.5), ids, Specification.Sampling, TestContext.Current.CancellationToken);

        var lease = new VisitLease(new(Batch: 0, Slot: 0, Attempt: 0), Index: 0, 0, 0);
        var (group, credit) = VisitCredit.Of(Specification, lease, new(Problem.Id, 0), SpellingEngine.Policy, [round], fit: null, 0.1);
        var batch = new TrainingBatch(1, CreditedGroupFormat.Unpack(VisitCredit.Report(Specification, lease, group, credit).Payload));
        var rows = BatchPlan.RowsOf(batch, Specification, ModelConfig.From(Specification.Model, tokenizer.VocabularySize));

        Assert.All(rows, row => Assert.Equal(engine.PrefixIds, row.PrefixIds));
        Assert.Equal([.. tokenizer.Inner.Encode("Q low low?\nA "), .. tokenizer.Inner.Encode("low ")], engine.PrefixIds);
        var trained = rows.SelectMany(row => row.Rollouts).Select(rollout => rollout.TokenIds).ToArray();
        Assert.Equal(engine.Sampled, trained);
        Assert.All(trained, sampled => Assert.NotEqual(sampled, tokenizer.Inner.Encode(tokenizer.Inner.Decode(sampled)))); // encoding again would show
        Assert.Equal(["Q low low?\nA ", "low "], tokenizer.Encoded);
    }

    /// <summary>Spells words out in bytes, which the tokenizer would merge, and writes a byte that is no text.</summary>
    private sealed class SpellingEngine(int endId) : IRolloutEngine
    {
        public static PolicyStamp Policy { get; } = new(0, new string('a', 64));

        public int[] PrefixIds { get; private set; } = [];

        public int[][] Sampled { get; } = [[.. Bytes("low"), endId], [.. Bytes("low"), 0xFF + 2, endId]];

        public EngineSnapshot Snapshot => new(Policy, SlotCount: 2, 0, 0, 0, 0);

        public Task<Rollout[]> GenerateAsync(GenerationRequest request, CancellationToken cancellationToken)
        {
            PrefixIds = request.PrefixIds;
            return Task.FromResult(request.Ids.Select((id, index) => new Rollout(
                id, Sampled[index], new float[Sampled[index].Length], new float[Sampled[index].Length], FinishReason.Stop, Policy)).ToArray());
        }

        public Task LoadAsync(string folder, PolicyStamp stamp, CancellationToken cancellationToken) => Task.CompletedTask;

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;

        private static IEnumerable<int> Bytes(string text) => Encoding.UTF8.GetBytes(text).Select(value => value + 2);
    }

    /// <summary>Remembers every text that is encoded.</summary>
    private sealed class RecordingTokenizer(ITokenizer inner) : ITokenizer
    {
        public ITokenizer Inner => inner;

        public List<string> Encoded { get; } = [];

        public int VocabularySize => inner.VocabularySize;

        public int EndId => inner.EndId;

        public int PaddingId => inner.PaddingId;

        public int[] Encode(string text)
        {
            Encoded.Add(text);
            return inner.Encode(text);
        }

        public string Decode(ReadOnlySpan<int> ids) => inner.Decode(ids);

        public void Save(string folder) => inner.Save(folder);
    }

    private sealed class EveryOther : IVerifier
    {
        public Verdict Judge(Problem problem, string answer, FinishReason finish) =>
            answer.Contains('\uFFFD') ? new(VerdictKind.Wrong, "low", "Wrong.") : new(VerdictKind.Correct, "low", "Right.");
    }
}
