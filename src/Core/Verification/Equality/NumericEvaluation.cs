using System.Numerics;
using Rollouts.Core.Verification.Values;

namespace Rollouts.Core.Verification.Equality;

/// <summary>The value of an expression in floating point, for functions that have no exact form.</summary>
/// <param name="letters">The values of letters.</param>
/// <param name="isComplex">Whether roots and logarithms of negative numbers have values; if not, they have none.</param>
internal sealed class NumericEvaluation(Func<string, double> letters, bool isComplex)
{
    private static readonly Approximation Pi = Approximation.Of(Math.PI);

    /// <summary>The value; <see cref="Approximation.None"/> outside the domain.</summary>
    public Approximation Evaluate(Expression expression) => expression switch
    {
        Number number => Approximation.Of(number.Value.ToDouble()),
        BasedNumeral numeral => new(letters(numeral.ToString()), 0),
        Variable variable => new(letters(variable.Name), 0),
        Constant constant => ValueOf(constant.Name),
        Sum sum => Evaluate(sum.Left) + Evaluate(sum.Right),
        Product product => Evaluate(product.Left) * Evaluate(product.Right),
        Quotient quotient => Evaluate(quotient.Numerator) / Evaluate(quotient.Denominator),
        Power power => Raise(Evaluate(power.Base), Evaluate(power.Exponent), power.Exponent),
        Root root => TakeRoot(Evaluate(root.Radicand), root.Index),
        Call call => NumericFunctions.Apply(call.Function, Evaluate(call.Argument), call.Second is null ? null : Evaluate(call.Second), isComplex),
        Percent percent => Evaluate(percent.Inner) / Approximation.Of(100),
        Degrees degrees => Evaluate(degrees.Inner) * Pi / Approximation.Of(180),
        _ => Approximation.None,
    };

    private static Approximation ValueOf(ConstantName name) => name switch
    {
        ConstantName.Pi => Pi,
        ConstantName.E => Approximation.Of(Math.E),
        ConstantName.I => new(Complex.ImaginaryOne, 0),
        _ => Approximation.None,
    };

    private Approximation Raise(Approximation inner, Approximation exponent, Expression written)
    {
        if (!inner.HasValue || !exponent.HasValue) return Approximation.None;
        var isWhole = written is Number { Value.IsWhole: true } || IsWhole(exponent);
        if (inner.Size == 0) return exponent.IsReal && exponent.Value.Real > 0 ? inner : Approximation.None;
        if (!isWhole && !isComplex && inner.Value.Real <= 0) return Approximation.None;
        var power = inner.IsReal && exponent.IsReal && (isWhole || inner.Value.Real > 0)
            ? Math.Pow(inner.Value.Real, isWhole ? Math.Round(exponent.Value.Real) : exponent.Value.Real)
            : Complex.Pow(inner.Value, exponent.Value);
        var size = Complex.Abs(power);
        var error = size * (exponent.Size * inner.Error / inner.Size + (isWhole ? 0 : Complex.Abs(Complex.Log(inner.Value)) * exponent.Error));
        return new(power, error + 4e-16 * size * (1 + exponent.Size * Math.Abs(Math.Log(inner.Size))));
    }

    private static bool IsWhole(Approximation value) => value.IsReal && value.Value.Real == Math.Round(value.Value.Real) && value.Error < 1e-12;

    private Approximation TakeRoot(Approximation radicand, int index)
    {
        if (!radicand.HasValue) return Approximation.None;
        if (radicand.Size <= 4 * radicand.Error) return radicand.Size == 0 ? radicand : Approximation.None;
        if (radicand.IsReal && (radicand.Value.Real > 0 || index % 2 == 1))
        {
            var root = Math.Sign(radicand.Value.Real) * (index == 2 ? Math.Sqrt(radicand.Size) : Math.Pow(radicand.Size, 1.0 / index));
            return radicand.Through(root, Math.Abs(root) / (index * radicand.Size));
        }

        if (!isComplex) return Approximation.None;
        var principal = Complex.Pow(radicand.Value, 1.0 / index);
        return radicand.Through(principal, Complex.Abs(principal) / (index * radicand.Size));
    }
}
