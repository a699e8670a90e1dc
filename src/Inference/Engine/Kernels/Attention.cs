using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Rollouts.Inference.Engine.Cache;

namespace Rollouts.Inference.Engine.Kernels;

/// <summary>One query head over the cached keys and values of its sequence: softmax(q K) V, one position at a time.</summary>
/// <remarks>
/// The cache comes in blocks of 16 positions (<see cref="KeyValueBlocks"/>): keys [D, 16], so that sixteen scores are one chain of
/// multiply-adds without a horizontal sum; values [16, D]. Each sum has a fixed number of partial chains combined in a fixed order,
/// whatever is computed beside it. Positions outside of the window and after the last one take part with weight exactly zero.
/// </remarks>
internal static unsafe class Attention
{
    private const int Block = KeyValueBlocks.Positions;

    /// <summary>Computes the head's output.</summary>
    /// <param name="query">Rotated and divided by √D. Shape [width].</param>
    /// <param name="blocks">Address of each block of the sequence.</param>
    /// <param name="offset">Where in a block the keys of this layer and head begin; the values follow them.</param>
    /// <param name="firstPosition">The first position seen: above 0 where the layer has a window.</param>
    /// <param name="positionCount">Positions up to the query's own, that included.</param>
    /// <param name="width">Padded width of a head, a multiple of 16.</param>
    /// <param name="scores">Room for the positions, rounded up to whole blocks.</param>
    /// <param name="output">Shape [width].</param>
    public static void Run(
        float* query, nint* blocks, int offset, int firstPosition, int positionCount, int width, float* scores, float* output)
    {
        blocks += firstPosition / Block;
        positionCount -= firstPosition / Block * Block;
        var blockCount = (positionCount + Block - 1) / Block;
        var maximum = Score(query, blocks, offset, positionCount, width, scores);
        if (firstPosition % Block > 0) maximum = Hide(scores, firstPosition % Block, blockCount);
        var total = Weigh(scores, blockCount, maximum);
        for (var column = 0; column < width; column += 32)
        {
            var values = offset + width * Block + column;
            if (width - column >= 32) Gather(scores, blocks, values, blockCount, width, 1 / total, output + column);
            else GatherNarrow(scores, blocks, values, blockCount, width, 1 / total, output + column);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static float Score(float* query, nint* blocks, int offset, int positionCount, int width, float* scores)
    {
        var maximum = Vector512.Create(float.NegativeInfinity);
        for (var start = 0; start < positionCount; start += Block)
        {
            var key = (float*)blocks[start / Block] + offset;
            Vector512<float> a = default, b = default, c = default, d = default;
            for (var i = 0; i < width; i += 4, key += 4 * Block)
            {
                a = Vector512.FusedMultiplyAdd(Vector512.Create(query[i]), Vector512.Load(key), a);
                b = Vector512.FusedMultiplyAdd(Vector512.Create(query[i + 1]), Vector512.Load(key + Block), b);
                c = Vector512.FusedMultiplyAdd(Vector512.Create(query[i + 2]), Vector512.Load(key + 2 * Block), c);
                d = Vector512.FusedMultiplyAdd(Vector512.Create(query[i + 3]), Vector512.Load(key + 3 * Block), d);
            }
            var score = a + b + (c + d);
            if (positionCount - start < Block)
                score = Vector512.ConditionalSelect(Seen(positionCount - start), score, Vector512.Create(float.NegativeInfinity));
            score.Store(scores + start);
            maximum = Vector512.Max(maximum, score);
        }
        return Lane.Largest(maximum);
    }

    // What lies before the window in its first block; the largest score is then another one.
    private static float Hide(float* scores, int count, int blockCount)
    {
        Vector512.ConditionalSelect(Seen(count), Vector512.Create(float.NegativeInfinity), Vector512.Load(scores)).Store(scores);
        var maximum = Vector512.Load(scores);
        for (var block = 1; block < blockCount; block++) maximum = Vector512.Max(maximum, Vector512.Load(scores + block * Block));
        return Lane.Largest(maximum);
    }

    private static float Weigh(float* scores, int blockCount, float maximum)
    {
        var total = Vector512<float>.Zero;
        var shift = Vector512.Create(maximum);
        for (var i = 0; i < blockCount * Block; i += Block)
        {
            var weight = Exponential.Exp(Vector512.Load(scores + i) - shift);
            weight.Store(scores + i);
            total += weight;
        }
        return Vector512.Sum(total);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Gather(float* weights, nint* blocks, int offset, int blockCount, int width, float scale, float* output)
    {
        Vector512<float> a0 = default, a1 = default, a2 = default, a3 = default;
        Vector512<float> b0 = default, b1 = default, b2 = default, b3 = default;
        for (var block = 0; block < blockCount; block++)
        {
            var value = (float*)blocks[block] + offset;
            for (var t = 0; t < Block; t += 4, weights += 4)
            {
                Vector512<float> w0 = Vector512.Create(weights[0]), w1 = Vector512.Create(weights[1]);
                a0 = Vector512.FusedMultiplyAdd(w0, Vector512.Load(value), a0);
                b0 = Vector512.FusedMultiplyAdd(w0, Vector512.Load(value + 16), b0);
                value += width;
                a1 = Vector512.FusedMultiplyAdd(w1, Vector512.Load(value), a1);
                b1 = Vector512.FusedMultiplyAdd(w1, Vector512.Load(value + 16), b1);
                value += width;
                Vector512<float> w2 = Vector512.Create(weights[2]), w3 = Vector512.Create(weights[3]);
                a2 = Vector512.FusedMultiplyAdd(w2, Vector512.Load(value), a2);
                b2 = Vector512.FusedMultiplyAdd(w2, Vector512.Load(value + 16), b2);
                value += width;
                a3 = Vector512.FusedMultiplyAdd(w3, Vector512.Load(value), a3);
                b3 = Vector512.FusedMultiplyAdd(w3, Vector512.Load(value + 16), b3);
                value += width;
            }
        }
        ((a0 + a1 + (a2 + a3)) * scale).Store(output);
        ((b0 + b1 + (b2 + b3)) * scale).Store(output + 16);
    }

    private static void GatherNarrow(float* weights, nint* blocks, int offset, int blockCount, int width, float scale, float* output)
    {
        var sum = Vector512<float>.Zero;
        for (var block = 0; block < blockCount; block++)
        {
            var value = (float*)blocks[block] + offset;
            for (var t = 0; t < Block; t++, weights++, value += width)
                sum = Vector512.FusedMultiplyAdd(Vector512.Create(*weights), Vector512.Load(value), sum);
        }
        (sum * scale).Store(output);
    }

    private static Vector512<float> Seen(int count) =>
        Vector512.LessThan(Vector512<int>.Indices, Vector512.Create(count)).AsSingle();
}
