using Rollouts.Core;
using Rollouts.Core.Problems;
using Rollouts.Core.Runs;
using Rollouts.Core.Tokenization;

namespace Rollouts.Silo;

/// <summary>Loads what a run works with.</summary>
internal static class RunContexts
{
    /// <summary>Problems and tokenizer of a specification, unless the options bring their own.</summary>
    /// <exception cref="InvalidInputException">The specification can't be, or what it names can't be loaded; the message says why and what to do.</exception>
    public static RunContext Load(RunFolder folder, RunSpecification specification, RunHostOptions options)
    {
        var faults = SpecificationCheck.Faults(specification);
        if (faults.Count > 0) throw new InvalidInputException(string.Join(Environment.NewLine, faults));
        var problems = options.Problems ?? ProblemSets.Load(specification.Problems);
        if (problems.Train.IsEmpty) throw new InvalidInputException($"The problem set {problems.Name} has no problem to train on; check problems.data and problems.train_count.");
        var tokenizer = options.Tokenizer ?? TokenizerOf(specification, problems);
        var name = Path.GetFileName(Path.TrimEndingDirectorySeparator(folder.Path));
        return new(new(name), folder, specification, problems, tokenizer);
    }

    private static ITokenizer TokenizerOf(RunSpecification specification, ProblemSet problems) => specification.Model.Path is { } path
        ? TokenizerFile.Load(path)
        : Tokenizers.Create(specification.Model, problems);
}
