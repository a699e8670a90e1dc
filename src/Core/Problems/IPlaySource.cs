namespace Rollouts.Core.Problems;

/// <summary>Practice that a generated set makes without end: every move or operation of its problems, in situations that are
/// never a problem of the set.</summary>
/// <remarks>Thread-safe and stateless: an example depends on the seed and its index alone, so that a resumed run reads on
/// where it stopped.</remarks>
public interface IPlaySource
{
    /// <summary>One situation and a legal way to play it.</summary>
    /// <param name="seed">Names the stream.</param>
    /// <param name="index">Place in the stream, 0-based.</param>
    (string Statement, string Answer) At(ulong seed, long index);
}
