using System.Globalization;
using System.Text;

namespace Rollouts.Core.Verification.Values;

/// <summary>Writes expressions for people: <c>(x + 1)^2</c>, <c>sqrt(2)/2</c>. Long ones are cut.</summary>
internal static class ExpressionText
{
    private const int LongestText = 120;

    private enum Level { Sum, Product, Power, Atom }

    public static string Of(Expression expression)
    {
        var text = new StringBuilder();
        Write(expression, Level.Sum, text);
        return text.Length > LongestText ? $"{text.ToString(0, LongestText)}…" : text.ToString();
    }

    private static void Write(Expression expression, Level least, StringBuilder text)
    {
        if (text.Length > LongestText) return;
        var isEnclosed = LevelOf(expression) < least;
        if (isEnclosed) text.Append('(');
        WriteBare(expression, text);
        if (isEnclosed) text.Append(')');
    }

    private static void WriteBare(Expression expression, StringBuilder text)
    {
        switch (expression)
        {
            case Sum { Right: Product { Left: Number { Value.Sign: < 0 } negative } right }:
                Join(((Sum)expression).Left, " - ", Fold.Multiply(Fold.Negate(negative), right.Right), Level.Sum, Level.Product, text);
                break;
            case Sum sum: Join(sum.Left, " + ", sum.Right, Level.Sum, Level.Sum, text); break;
            case Product { Left: Number minusOne } product when minusOne.Value.Equals(Number.MinusOne.Value):
                text.Append('-');
                Write(product.Right, Level.Product, text);
                break;
            case Product product: Join(product.Left, "*", product.Right, Level.Product, Level.Product, text); break;
            case Quotient quotient: Join(quotient.Numerator, "/", quotient.Denominator, Level.Product, Level.Power, text); break;
            case Power power: Join(power.Base, "^", power.Exponent, Level.Atom, Level.Power, text); break;
            case Root root: Function(root.Index == 2 ? "sqrt" : $"root{root.Index}", root.Radicand, null, text); break;
            case Call call: Function(call.Function.ToString().ToLowerInvariant(), call.Argument, call.Second, text); break;
            case Percent percent: Postfix(percent.Inner, "%", text); break;
            case Degrees degrees: Postfix(degrees.Inner, "°", text); break;
            case BasedNumeral numeral: text.Append(CultureInfo.InvariantCulture, $"{numeral.Digits}_{numeral.Base}"); break;
            case Variable variable: text.Append(variable.Name); break;
            case Constant constant: text.Append(NameOf(constant.Name)); break;
            case Number number: text.Append(number.Value.Bits > 400 ? "a number of many digits" : number.Value.ToString()); break;
        }
    }

    private static void Join(Expression left, string sign, Expression right, Level leftLevel, Level rightLevel, StringBuilder text)
    {
        Write(left, leftLevel, text);
        text.Append(sign);
        Write(right, rightLevel, text);
    }

    private static void Function(string name, Expression argument, Expression? second, StringBuilder text)
    {
        text.Append(name).Append('(');
        Write(argument, Level.Sum, text);
        if (second is not null) text.Append(", ");
        if (second is not null) Write(second, Level.Sum, text);
        text.Append(')');
    }

    private static void Postfix(Expression inner, string sign, StringBuilder text)
    {
        Write(inner, Level.Atom, text);
        text.Append(sign);
    }

    private static Level LevelOf(Expression expression) => expression switch
    {
        Sum => Level.Sum,
        Number { Value: { IsWhole: true, Sign: >= 0 } } => Level.Atom,
        Product or Quotient or Number => Level.Product,
        Power => Level.Power,
        _ => Level.Atom,
    };

    private static string NameOf(ConstantName name) => name switch
    {
        ConstantName.Pi => "pi",
        ConstantName.E => "e",
        ConstantName.I => "i",
        _ => "infinity",
    };
}
