using System.Runtime.Intrinsics;
using Rollouts.Inference.Engine.Kernels;

namespace Rollouts.Inference.Tests.Engine;

public sealed class ExponentialTests
{
    [Fact]
    public void Relative_error_stays_below_two_parts_in_ten_million()
    {
        for (var x = -87f; x < 88; x += 0.00137f)
        {
            var exact = Math.Exp(x);
            Assert.InRange(Math.Abs(Exponential.Exp(Vector512.Create(x))[0] - exact) / exact, 0, 2e-7);
        }
    }

    [Fact]
    public void Beyond_its_range_it_is_zero_below_and_finite_above_and_keeps_not_a_number()
    {
        Assert.Equal(0, Exponential.Exp(Vector512.Create(float.NegativeInfinity))[0]);
        Assert.Equal(0, Exponential.Exp(Vector512.Create(-200f))[3]);
        Assert.Equal(1, Exponential.Exp(Vector512<float>.Zero)[15]);
        Assert.InRange(Exponential.Exp(Vector512.Create(1000f))[0], 1e38f, float.MaxValue);
        Assert.True(float.IsNaN(Exponential.Exp(Vector512.Create(float.NaN))[7]));
    }

    [Fact]
    public void Silu_is_the_input_times_its_sigmoid()
    {
        for (var x = -30f; x < 30; x += 0.013f)
            Assert.Equal(x / (1 + Math.Exp(-x)), Exponential.Silu(Vector512.Create(x))[0], 3e-7 * Math.Max(1, Math.Abs(x)));
    }
}
