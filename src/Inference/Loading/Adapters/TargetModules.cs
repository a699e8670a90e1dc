using System.Text.RegularExpressions;
using Rollouts.Core;

namespace Rollouts.Inference.Loading.Adapters;

/// <summary>Which projections an adapter changes: names or ends of names, a regular expression for whole names, or <c>all-linear</c>.</summary>
public sealed class TargetModules
{
    private const string AllLinear = "all-linear";

    // An expression from a file; nobody should wait for it.
    private static readonly TimeSpan MatchTime = TimeSpan.FromSeconds(1);

    private readonly string[]? names;
    private readonly Regex? expression;

    /// <summary>Projections whose name is one of these or ends in a dot and one of them.</summary>
    public TargetModules(IEnumerable<string> names) => this.names = [.. names];

    /// <summary>Projections whose whole name the expression matches; <c>all-linear</c> = all but the output matrix.</summary>
    /// <exception cref="InvalidInputException">It is no regular expression.</exception>
    public TargetModules(string expression)
    {
        Expression = expression;
        try
        {
            this.expression = new($@"\A(?:{expression})\z", RegexOptions.CultureInvariant, MatchTime);
        }
        catch (ArgumentException error)
        {
            throw new InvalidInputException($"target_modules is no regular expression: {error.Message}", error);
        }
    }

    /// <summary>The names; null where there is an expression.</summary>
    public IReadOnlyList<string>? Names => names;

    /// <summary>The expression; null where there are names.</summary>
    public string? Expression { get; }

    /// <summary>The chosen ones of a model's projections, in their order.</summary>
    /// <param name="modules">Names, such as <c>model.layers.0.self_attn.q_proj</c>.</param>
    /// <exception cref="InvalidInputException">A name or the expression chooses none.</exception>
    public string[] Choose(IReadOnlyList<string> modules)
    {
        if (names?.FirstOrDefault(name => !modules.Any(module => IsOf(module, name))) is { } idle)
            throw new InvalidInputException($"target_modules names {idle}, which is none of the model's projections; expected names like q_proj, o_proj or up_proj.");
        try
        {
            string[] chosen = [.. modules.Where(IsChosen)];
            return chosen.Length > 0 ? chosen : throw new InvalidInputException($"target_modules ({Expression ?? "an empty list"}) chooses none of the model's projections.");
        }
        catch (RegexMatchTimeoutException error)
        {
            throw new InvalidInputException($"target_modules ({Expression}) takes more than {MatchTime.TotalSeconds} s to match a name; write it more simply.", error);
        }
    }

    private bool IsChosen(string module) =>
        Expression == AllLinear ? module + ".weight" != WeightNames.Output : expression?.IsMatch(module) ?? names!.Any(name => IsOf(module, name));

    private static bool IsOf(string module, string name) => module == name || module.EndsWith("." + name, StringComparison.Ordinal);
}
