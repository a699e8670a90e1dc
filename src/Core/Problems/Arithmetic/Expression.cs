namespace Rollouts.Core.Problems.Arithmetic;

/// <summary>A number, or two expressions joined by an operation.</summary>
/// <param name="Value">What it comes to, within <see cref="Limit"/>.</param>
/// <param name="Operation">One of + - *; 0 for a number.</param>
internal sealed record Expression(int Value, char Operation = '\0', Expression? Left = null, Expression? Right = null)
{
    /// <summary>Greatest absolute value, of intermediate results too.</summary>
    public const int Limit = 999;

    private const int LargestOperand = 99;
    private const int LargestFactor = 9;

    /// <summary>A random expression of exactly this many operations.</summary>
    public static Expression Random(SeededRandom random, int operationCount)
    {
        if (operationCount == 0) return new(random.Between(1, random.Chance(0.5) ? LargestFactor : LargestOperand));
        var leftCount = random.Next(operationCount);
        var (left, right) = (Random(random, leftCount), Random(random, operationCount - 1 - leftCount));
        var operations = "+-*".Where(operation => Math.Abs(Apply(operation, left.Value, right.Value)) <= Limit).ToArray();
        var chosen = operations[random.Next(operations.Length)]; // within the limit, a sum or a difference always is as well
        return new(Apply(chosen, left.Value, right.Value), chosen, left, right);
    }

    /// <summary>As it is written, with parentheses around everything that is joined again.</summary>
    public string Text => Operation == '\0' ? Invariant(Value) : Inner(Left!) + Operation + Inner(Right!);

    /// <summary>The worked solution: every operation in the order of evaluation, then the answer.</summary>
    public IEnumerable<string> Steps() => [.. Operations(), $"#### {Invariant(Value)}"];

    private IEnumerable<string> Operations()
    {
        if (Operation == '\0') return [];
        var own = $"{Operand(Left!.Value)}{Operation}{Operand(Right!.Value)}={Invariant(Value)}\n";
        return [.. Left.Operations(), .. Right.Operations(), own];
    }

    private static int Apply(char operation, int left, int right) => operation switch { '+' => left + right, '-' => left - right, _ => left * right };

    private static string Inner(Expression part) => part.Operation == '\0' ? part.Text : $"({part.Text})";

    private static string Operand(int value) => value < 0 ? $"({Invariant(value)})" : Invariant(value);

    private static string Invariant(int value) => value.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
