using System.Collections;
using System.Runtime.CompilerServices;

namespace Rollouts.Core.Problems;

/// <summary>Problems by their place; in memory, or read from a file each time one is asked for.</summary>
/// <remarks>Thread-safe. A list from files keeps about 45 bytes a problem in memory, so that a million of them fit anywhere; asking twice
/// for a place gives two equal problems.</remarks>
[CollectionBuilder(typeof(ProblemList), nameof(Create))]
public abstract class ProblemList : IReadOnlyList<Problem>
{
    /// <summary>Problems there are.</summary>
    public abstract int Length { get; }

    /// <summary>The problem of a place.</summary>
    /// <param name="index">0 to <see cref="Length"/> - 1.</param>
    /// <exception cref="InvalidInputException">The file it is read from was changed or has gone.</exception>
    public abstract Problem this[int index] { get; }

    /// <summary>Whether there is none.</summary>
    public bool IsEmpty => Length == 0;

    int IReadOnlyCollection<Problem>.Count => Length;

    /// <summary>A list in memory.</summary>
    public static ProblemList Create(ReadOnlySpan<Problem> problems) => new InMemory(problems.ToArray());

    /// <summary>Some of these problems, in the order given.</summary>
    /// <param name="places">Their places here.</param>
    public ProblemList Only(int[] places) => new Part(this, places);

    /// <inheritdoc/>
    public IEnumerator<Problem> GetEnumerator()
    {
        for (var index = 0; index < Length; index++) yield return this[index];
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private sealed class Part(ProblemList all, int[] places) : ProblemList
    {
        public override int Length => places.Length;

        public override Problem this[int index] => all[places[index]];
    }

    private sealed class InMemory(Problem[] problems) : ProblemList
    {
        public override int Length => problems.Length;

        public override Problem this[int index] => problems[index];
    }
}
