using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace Rollouts.Core.Tokenization.Templates;

/// <summary>What one rendering may use; a template that wants more is ended.</summary>
internal sealed class RenderBudget
{
    private const long WorkLimit = 20_000_000;
    private const int CharactersAStep = 4;
    private const int OutputLimit = 16 << 20;
    private const int ChecksEvery = 64;
    private const int DepthLimit = 200;
    private static readonly TimeSpan TimeLimit = TimeSpan.FromSeconds(5);

    private readonly long _start = Stopwatch.GetTimestamp();
    private long _work;
    private int _calls;
    private int _depth;

    /// <summary>Counts work: steps, and items that are made.</summary>
    /// <exception cref="TemplateException">It is too much, or takes too long.</exception>
    public void Spend(long work = 1)
    {
        RequireStack();
        _work += work;
        if (_work > WorkLimit) throw new TemplateException("The template makes too much work; it was ended.");
        if (++_calls % ChecksEvery == 0 && Stopwatch.GetElapsedTime(_start) > TimeLimit)
            throw new TemplateException($"The template takes longer than {TimeLimit.TotalSeconds} seconds; it was ended.");
    }

    /// <summary>Counts characters of a text that is made, and refuses one that is too long.</summary>
    public void SpendText(long length)
    {
        RequireLength(length);
        Spend(1 + length / CharactersAStep);
    }

    /// <summary>Refuses a text that is too long.</summary>
    public static void RequireLength(long length)
    {
        if (length > OutputLimit) throw new TemplateException($"The template makes a text of more than {OutputLimit} characters; it was ended.");
    }

    /// <summary>Goes into a call.</summary>
    public void Enter()
    {
        if (++_depth > DepthLimit) throw new TemplateException($"The template calls more than {DepthLimit} macros inside each other; it was ended.");
    }

    /// <summary>Comes back from a call.</summary>
    public void Leave() => _depth--;

    /// <summary>Nesting that the stack can't hold is an error of the template, not the end of the process.</summary>
    public static void RequireStack()
    {
        if (!RuntimeHelpers.TryEnsureSufficientExecutionStack()) throw new TemplateException("The template is nested too deeply.");
    }
}
