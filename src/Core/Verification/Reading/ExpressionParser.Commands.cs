using System.Collections.Frozen;
using Rollouts.Core.Verification.Values;

namespace Rollouts.Core.Verification.Reading;

/// <summary>Fractions, roots, functions and other commands.</summary>
internal sealed partial class ExpressionParser
{
    private static readonly FrozenDictionary<string, FunctionName> Functions = new Dictionary<string, FunctionName>
    {
        ["sin"] = FunctionName.Sin, ["cos"] = FunctionName.Cos, ["tan"] = FunctionName.Tan, ["cot"] = FunctionName.Cot,
        ["sec"] = FunctionName.Sec, ["csc"] = FunctionName.Csc, ["arcsin"] = FunctionName.Arcsin, ["arccos"] = FunctionName.Arccos,
        ["arctan"] = FunctionName.Arctan, ["sinh"] = FunctionName.Sinh, ["cosh"] = FunctionName.Cosh, ["tanh"] = FunctionName.Tanh,
        ["ln"] = FunctionName.Ln, ["log"] = FunctionName.Log, ["abs"] = FunctionName.Abs, ["floor"] = FunctionName.Floor,
        ["ceil"] = FunctionName.Ceiling
    }.ToFrozenDictionary();

    private static readonly FrozenSet<string> Greek = FrozenSet.Create(
        "alpha", "beta", "gamma", "delta", "epsilon", "zeta", "eta", "theta", "iota", "kappa", "lambda", "mu", "nu", "xi", "rho", "sigma",
        "tau", "upsilon", "phi", "chi", "psi", "omega", "Gamma", "Delta", "Theta", "Lambda", "Xi", "Pi", "Sigma", "Phi", "Psi", "Omega",
        "ell", "hbar", "varrho", "varsigma");

    private static readonly FrozenSet<string> Accents = FrozenSet.Create(
        "overline", "vec", "hat", "bar", "tilde", "overrightarrow", "mathcal", "mathfrak", "dot", "ddot", "overleftrightarrow", "widetilde");

    private Expression Commanded(string name)
    {
        if (Functions.TryGetValue(name, out var function)) return Applied(function);
        if (Greek.Contains(name)) return new Variable(name + NameEnding());
        if (Accents.Contains(name)) return new Variable($"{name} {(NextIs('{') ? Group().Text : TakeAny().Text)}{NameEnding()}");
        return name switch
        {
            "pi" => new Constant(ConstantName.Pi),
            "infty" => new Constant(ConstantName.Infinity),
            "frac" => Fold.Divide(Argument(), Argument()),
            "binom" => Fold.Apply(FunctionName.Binomial, Argument(), Argument()),
            "sqrt" => TakenRoot(),
            "cbrt" => Fold.TakeRoot(3, Argument()),
            "exp" => Fold.Raise(new Constant(ConstantName.E), FunctionArgument()),
            "lfloor" => Between(FunctionName.Floor, "rfloor"),
            "lceil" => Between(FunctionName.Ceiling, "rceil"),
            _ => throw new UnreadableAnswerException($"\\{name} is not understood"),
        };
    }

    // Braces, or what stands right behind.
    private Expression Argument()
    {
        if (++_depth > DeepestNesting) throw new UnreadableAnswerException($"it is nested more than {DeepestNesting} deep");
        var argument = Next is { Kind: TokenKind.Number } number ? new Number(Value(Advance(number))) : Atom();
        _depth--;
        return argument;
    }

    private static Rational Value(Token number) => Numeral.Value(number.Text) ?? throw new UnreadableAnswerException("a number has too many digits");

    private Expression TakenRoot()
    {
        var index = 2;
        if (NextIs('['))
        {
            var tokens = Group();
            if (!int.TryParse(tokens.Text, out index) || index is < 2 or > Roots.GreatestIndex)
                throw new UnreadableAnswerException($"the index of a root is not a number from 2 to {Roots.GreatestIndex}");
        }

        return Fold.TakeRoot(index, Argument());
    }

    private Expression Between(FunctionName function, string close)
    {
        var inner = Sum();
        if (!TakeAny().IsCommand(close)) throw new UnreadableAnswerException($"\\{close} is missing");
        return Fold.Apply(function, inner);
    }

    private Expression Applied(FunctionName function)
    {
        var radix = function == FunctionName.Log ? Radix() : null;
        var exponent = Take('^') ? Exponent() : null;
        if (exponent is Number minusOne && minusOne.Value.Equals(Number.MinusOne.Value) && Inverse(function) is { } inverse)
            return Fold.Apply(inverse, FunctionArgument());
        if (function == FunctionName.Log && exponent is not null && NextIs('_')) radix = Radix();
        var applied = Fold.Apply(function, FunctionArgument(), radix);
        return exponent is null ? applied : Fold.Raise(applied, exponent);
    }

    private Expression Radix() => Take('_') ? Argument() : Number.Of(10);

    private static FunctionName? Inverse(FunctionName function) => function switch
    {
        FunctionName.Sin => FunctionName.Arcsin,
        FunctionName.Cos => FunctionName.Arccos,
        FunctionName.Tan => FunctionName.Arctan,
        _ => null,
    };

    // "\sin(x)y" is a product; "\sin 2\pi x" takes all that follows up to a sign or another function.
    private Expression FunctionArgument()
    {
        if (++_depth > DeepestNesting) throw new UnreadableAnswerException($"it is nested more than {DeepestNesting} deep");
        var isEnclosed = NextIs('(') || NextIs('{') || NextIs('[') || NextIs('|');
        var argument = isEnclosed ? Atom() : Signed();
        while (!isEnclosed && BeginsFactor() && !NextIs('(') && !(Next is { Kind: TokenKind.Command } command && Functions.ContainsKey(command.Text)))
            argument = Fold.Multiply(argument, Powered());
        _depth--;
        return argument;
    }
}
