using CsCheck;
using Rollouts.Core.ItemResponse;

namespace Rollouts.Core.Tests.ItemResponse;

public sealed class ThreeParameterModelTests
{
    private static readonly Gen<ThreeParameterModel> Models =
        Gen.Select(Gen.Double[0.5, 50], Gen.Double[-1, 0], Gen.Double[0, 0.49], (k, mu, b) => new ThreeParameterModel(k, mu, b));

    [Fact]
    public void The_gradient_is_the_slope_of_the_value() => Gen.Select(Models, Gen.Double[0, 1]).Sample((model, rate) =>
    {
        const double h = 1e-6;
        var (k, mu, b) = model.Gradient(rate);
        Assert.Equal(((model with { K = model.K + h }).Value(rate) - (model with { K = model.K - h }).Value(rate)) / (2 * h), k, 1e-6);
        Assert.Equal(((model with { Mu = model.Mu + h }).Value(rate) - (model with { Mu = model.Mu - h }).Value(rate)) / (2 * h), mu, 1e-6);
        Assert.Equal(((model with { B = model.B + h }).Value(rate) - (model with { B = model.B - h }).Value(rate)) / (2 * h), b, 1e-6);
    }, seed: "0N0XIzNsQ0O2", iter: 2000);

    [Fact]
    public void The_inverse_undoes_the_value() => Gen.Select(Models, Gen.Double[0.01, 0.99]).Sample((model, share) =>
    {
        var accuracy = model.B + (1 - model.B) * share;
        Assert.Equal(accuracy, model.Value(model.Inverse(accuracy)!.Value), 1e-9);
    }, seed: "0N0XIzNsQ0O2", iter: 2000);

    [Theory]
    [InlineData(0.3)]
    [InlineData(0.2)]
    [InlineData(1.0)]
    [InlineData(1.5)]
    [InlineData(double.NaN)]
    public void There_is_no_inverse_at_or_below_the_floor_nor_at_one(double accuracy) =>
        Assert.Null(new ThreeParameterModel(10, -0.5, 0.3).Inverse(accuracy));

    [Fact]
    public void Half_way_between_floor_and_one_lies_at_minus_mu() =>
        Assert.Equal(0.35, new ThreeParameterModel(12, -0.35, 0.2).Inverse(0.6)!.Value, 1e-12);
}
