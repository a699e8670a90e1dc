using Rollouts.Core.Training;
using Rollouts.Trainer.Optimization;

namespace Rollouts.Trainer.Tests.Optimization;

public sealed class AdamWTests
{
    [Fact]
    public void Updates_follow_the_published_algorithm()
    {
        var options = new OptimizerOptions { WeightDecay = 0.1 };
        var random = new Random(3);
        var values = Numbers(random, 77);
        var (expected, m, v) = (values.Select(value => (double)value).ToArray(), new double[77], new double[77]);
        var optimizer = new AdamW(77);
        for (var step = 1; step <= 5; step++)
        {
            var gradients = Numbers(random, 77);
            optimizer.Update(values, gradients, 50, options, 0.01, 0.5);
            for (var i = 0; i < 77; i++)
            {
                var gradient = 0.5 * gradients[i];
                m[i] = 0.9 * m[i] + 0.1 * gradient;
                v[i] = 0.999 * v[i] + 0.001 * gradient * gradient;
                var move = m[i] / (1 - Math.Pow(0.9, step)) / (Math.Sqrt(v[i] / (1 - Math.Pow(0.999, step))) + 1e-8);
                expected[i] -= 0.01 * (move + (i < 50 ? 0.1 * expected[i] : 0));
            }
        }

        Assert.All(expected.Zip(values), pair => Assert.Equal(pair.First, pair.Second, 1e-6));
    }

    [Fact]
    public void The_clip_scales_a_long_gradient_to_its_bound_and_leaves_a_short_one()
    {
        float[] gradients = [.. Enumerable.Repeat(3f, 100)];
        var norm = GradientNorm.Of(gradients);
        Assert.Equal(30, norm, 1e-9);
        Assert.Equal(1.0 / 30, GradientNorm.ClipScale(norm, 1), 1e-12);
        Assert.Equal(1, GradientNorm.ClipScale(norm, 31));
        Assert.Equal(1, GradientNorm.ClipScale(norm, 0));
    }

    [Fact]
    public void One_bad_entry_makes_the_norm_not_finite()
    {
        var gradients = new float[100];
        gradients[17] = float.NaN;
        Assert.False(double.IsFinite(GradientNorm.Of(gradients)));
    }

    private static float[] Numbers(Random random, int count) => [.. Enumerable.Range(0, count).Select(_ => (float)(random.NextDouble() * 2 - 1))];
}
