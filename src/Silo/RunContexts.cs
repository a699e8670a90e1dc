using Rollouts.Core;
using Rollouts.Core.Runs;

namespace Rollouts.Silo;

/// <summary>Loads what a run works with.</summary>
internal static class RunContexts
{
    /// <summary>Problems and tokenizer of a specification, unless the options bring their own.</summary>
    /// <exception cref="InvalidInputException">They can't be loaded; the message says why and what to do.</exception>
    public static RunContext Load(RunFolder folder, RunSpecification specification, RunHostOptions options)
    {
        var problems = options.Problems ?? throw new InvalidInputException("No problem set was handed in.");
        var tokenizer = options.Tokenizer ?? throw new InvalidInputException("No tokenizer was handed in.");
        var name = Path.GetFileName(Path.TrimEndingDirectorySeparator(folder.Path));
        return new(new(name), folder, specification, problems, tokenizer);
    }
}
