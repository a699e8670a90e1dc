using Rollouts.Inference.Model;
using TorchSharp;
using static TorchSharp.torch;

namespace Rollouts.Inference.Tests.Model;

public sealed class DecoderEquivalenceTests
{
    // Another batch shape makes the matrix library sum in another order: a few units in the last place of order-1 numbers.
    private const float RoundingTolerance = 2e-6f;

    public static TheoryData<int, int> Windows => new() { { 0, 0 }, { 1, 0 }, { 4, 0 }, { 4, 1 }, { 7, 0 } };

    private static readonly int[][] Rows = [.. Enumerable.Range(0, 8).Select(row => SmallModel.Tokens(3 + 2 * row, row))];

    [Theory, MemberData(nameof(Windows))]
    public void A_batch_of_eight_is_eight_batches_of_one(int window, int firstWindowedLayer)
    {
        using var decoder = new Decoder(SmallModel.Weights(config: SmallModel.With(window, firstWindowedLayer)));
        float[][] together = LogProbabilities(decoder, Rows);
        for (int row = 0; row < Rows.Length; row++) AssertClose(LogProbabilities(decoder, [Rows[row]])[0], together[row]);
    }

    [Fact]
    public void Permuting_rows_permutes_the_answers()
    {
        using var decoder = new Decoder(SmallModel.Weights());
        float[][] forward = LogProbabilities(decoder, Rows), backward = LogProbabilities(decoder, [.. Rows.Reverse()]);
        for (int row = 0; row < Rows.Length; row++) AssertClose(forward[row], backward[^(row + 1)]);
    }

    [Theory, MemberData(nameof(Windows))]
    public void Padding_and_what_comes_later_change_nothing_before(int window, int firstWindowedLayer)
    {
        using var decoder = new Decoder(SmallModel.Weights(config: SmallModel.With(window, firstWindowedLayer)));
        float[] alone = LogProbabilities(decoder, [Rows[2]])[0];
        float[] longer = LogProbabilities(decoder, [[.. Rows[2], .. SmallModel.Tokens(20, 5)]])[0];
        AssertClose(alone, longer[..alone.Length]);
    }

    [Theory, MemberData(nameof(Windows))]
    public void A_branching_row_gives_what_its_branches_give_alone(int window, int firstWindowedLayer)
    {
        using var decoder = new Decoder(SmallModel.Weights(config: SmallModel.With(window, firstWindowedLayer)));
        int[] prompt = SmallModel.Tokens(5, 1), hint = SmallModel.Tokens(3, 2), first = SmallModel.Tokens(4, 3), second = SmallModel.Tokens(6, 4);
        PackedBatch tree = PackedBatch.OfTrees([[new(prompt), new(hint, 0), new(first, 1), new(second, 1), new(second, 0)], [new(first)]]);
        AssertClose(LogProbabilities(decoder, [[.. prompt, .. hint, .. first]])[0][^4..], LogProbabilities(decoder, tree, 0, 2, first));
        AssertClose(LogProbabilities(decoder, [[.. prompt, .. hint, .. second]])[0][^6..], LogProbabilities(decoder, tree, 0, 3, second));
        AssertClose(LogProbabilities(decoder, [[.. prompt, .. second]])[0][^6..], LogProbabilities(decoder, tree, 0, 4, second));
        AssertClose(LogProbabilities(decoder, [first])[0], LogProbabilities(decoder, tree, 1, 0, first[1..]));
    }

    [Theory, MemberData(nameof(Windows))]
    public void Gradients_of_a_branching_row_are_the_sum_of_its_branches(int window, int firstWindowedLayer)
    {
        int[] prompt = SmallModel.Tokens(5, 1), first = SmallModel.Tokens(4, 3), second = SmallModel.Tokens(6, 4);
        float[] branched = Gradient(SmallModel.With(window, firstWindowedLayer), decoder =>
        {
            PackedBatch tree = PackedBatch.OfTrees([[new(prompt), new(first, 0), new(second, 0)]]);
            Backward(decoder, tree, [.. tree.PlacesBefore(0, 1), .. tree.PlacesBefore(0, 2)], [.. first, .. second]);
        });
        float[] apart = Gradient(SmallModel.With(window, firstWindowedLayer), decoder =>
        {
            foreach (int[] answer in new[] { first, second })
            {
                PackedBatch row = PackedBatch.OfTrees([[new(prompt), new(answer, 0)]]);
                Backward(decoder, row, [.. row.PlacesBefore(0, 1)], answer);
            }
        });
        AssertClose(apart, branched, 1e-5f);
    }

    [Fact]
    public void Scores_are_those_of_the_logits()
    {
        using var decoder = new Decoder(SmallModel.Weights());
        using var scope = NewDisposeScope();
        PackedBatch batch = PackedBatch.OfRows([Rows[3]]);
        Tensor hidden = decoder.Forward(batch);
        TokenScores scores = decoder.Score(hidden, [4, 2], [1, 6], new(0.7, []));
        Tensor expected = decoder.Logits(hidden).div(0.7).log_softmax(-1);
        AssertClose([expected[4, 1].item<float>(), expected[2, 6].item<float>()], scores.LogProbabilities.data<float>().ToArray());
        AssertClose([Entropy(expected[4]), Entropy(expected[2])], scores.Entropies.data<float>().ToArray());
    }

    [Fact]
    public void A_window_hides_what_lies_before_it_and_no_more()
    {
        using var decoder = new Decoder(SmallModel.Weights(config: SmallModel.Config with { Layers = 1, SlidingWindow = 4 }));
        int[] row = SmallModel.Tokens(9, 3);
        float[] last = LogProbabilities(decoder, [row])[0][^1..];
        for (int changed = 0; changed < 8; changed++)
        {
            int[] other = [.. row.Select((id, place) => place == changed ? (id + 1) % SmallModel.VocabularySize : id)];
            Assert.Equal(changed < 4, LogProbabilities(decoder, [other])[0][^1] == last[0]);
        }
    }

    [Fact]
    public void An_id_that_is_never_drawn_has_no_share_and_can_not_be_scored()
    {
        using var decoder = new Decoder(SmallModel.Weights());
        using var scope = NewDisposeScope();
        Tensor hidden = decoder.Forward(PackedBatch.OfRows([Rows[3]]));
        Tensor others = decoder.Logits(hidden)[4].index_fill(0, tensor(new long[] { 2 }), float.NegativeInfinity).log_softmax(-1);
        AssertClose([others[1].item<float>()], decoder.Score(hidden, [4], [1], new(1, [2])).LogProbabilities.data<float>().ToArray());
        Assert.Contains("Token 2", Assert.Throws<ArgumentException>(() => decoder.Score(hidden, [4], [2], new(1, [2]))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Weights_written_are_weights_read()
    {
        using var decoder = new Decoder(SmallModel.Weights(1));
        decoder.Write(SmallModel.Weights(2));
        Assert.Equal(SmallModel.Weights(2).Values, decoder.Read().Values);
    }

    [Fact]
    public void No_tensor_is_left_behind()
    {
        using var decoder = new Decoder(SmallModel.Weights());
        Step();
        long before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        for (int step = 0; step < 5; step++) Step();
        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);

        void Step()
        {
            using var scope = NewDisposeScope();
            Backward(decoder, PackedBatch.OfRows([Rows[1]]), [0, 1], [2, 3]);
        }
    }

    private static float Entropy(Tensor logProbabilities) => -logProbabilities.exp().mul(logProbabilities).sum().item<float>();

    private static float[] Gradient(ModelConfig config, Action<Decoder> backward)
    {
        using var decoder = new Decoder(SmallModel.Weights(config: config));
        using var scope = NewDisposeScope();
        backward(decoder);
        return decoder.Gradients.data<float>().ToArray();
    }

    private static void Backward(Decoder decoder, PackedBatch batch, int[] places, int[] targets) =>
        decoder.Score(decoder.Forward(batch), places, targets).LogProbabilities.sum().backward();

    private static float[][] LogProbabilities(Decoder decoder, int[][] rows)
    {
        PackedBatch batch = PackedBatch.OfRows(rows);
        return [.. rows.Select((row, index) => LogProbabilities(decoder, batch, index, 0, row[1..]))];
    }

    private static float[] LogProbabilities(Decoder decoder, PackedBatch batch, int row, int segment, int[] targets)
    {
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        return decoder.Score(decoder.Forward(batch), [.. batch.PlacesBefore(row, segment)], targets).LogProbabilities.data<float>().ToArray();
    }

    private static void AssertClose(float[] expected, float[] actual, float tolerance = RoundingTolerance)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++) Assert.Equal(expected[i], actual[i], tolerance * Math.Max(1, Math.Abs(expected[i])));
    }
}
