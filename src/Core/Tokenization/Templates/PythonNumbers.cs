namespace Rollouts.Core.Tokenization.Templates;

/// <summary>Python's arithmetic: whole numbers stay whole but for <c>/</c>, and division rounds down.</summary>
internal static class PythonNumbers
{
    /// <summary>Calculates.</summary>
    /// <exception cref="TemplateException">A division by zero, or a whole number too large.</exception>
    public static object Calculate(string sign, object left, object right)
    {
        if (sign is "/" or "//" or "%" && Convert.ToDouble(right, null) == 0) throw new TemplateException("Division by zero.");
        try
        {
            return left is long first && right is long second && sign != "/" && !(sign == "**" && second < 0)
                ? Whole(sign, first, second)
                : Real(sign, Convert.ToDouble(left, null), Convert.ToDouble(right, null));
        }
        catch (OverflowException error)
        {
            throw new TemplateException($"{left} {sign} {right} is too large.", error);
        }
    }

    /// <summary>The sign turned.</summary>
    public static object Negate(object number) => number is long whole ? (object)checked(-whole) : -(double)number;

    private static object Whole(string sign, long left, long right) => checked(sign switch
    {
        "+" => left + right,
        "-" => left - right,
        "*" => left * right,
        "//" => FloorDivide(left, right),
        "%" => left - FloorDivide(left, right) * right,
        _ => Power(left, right),
    });

    private static object Real(string sign, double left, double right) => sign switch
    {
        "+" => left + right,
        "-" => left - right,
        "*" => left * right,
        "/" => left / right,
        "//" => Math.Floor(left / right),
        "%" => left - Math.Floor(left / right) * right,
        _ => Math.Pow(left, right),
    };

    private static long FloorDivide(long left, long right) => checked(left / right) - (left % right != 0 && (left < 0) != (right < 0) ? 1 : 0);

    private static long Power(long value, long exponent)
    {
        if (Math.Abs(value) <= 1) return exponent == 0 ? 1 : value == -1 && exponent % 2 == 0 ? 1 : value;
        var result = 1L;
        for (; exponent > 0; exponent--) result = checked(result * value);
        return result;
    }
}
