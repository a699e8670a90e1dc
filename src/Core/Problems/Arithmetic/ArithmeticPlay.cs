namespace Rollouts.Core.Problems.Arithmetic;

/// <summary>Worked expressions that are shorter than the set's problems.</summary>
/// <param name="mostOperations">Operations of the longest.</param>
/// <param name="statements">The set's problems, which never come up.</param>
internal sealed class ArithmeticPlay(int mostOperations, HashSet<string> statements) : IPlaySource
{
    public (string Statement, string Answer) At(ulong seed, long index)
    {
        var random = new SeededRandom(seed, (ulong)index);
        while (true)
        {
            var expression = Expression.Random(random, random.Between(1, mostOperations));
            var statement = ArithmeticSet.Statement(expression);
            if (!statements.Contains(statement)) return (statement, string.Concat(expression.Steps()));
        }
    }
}
