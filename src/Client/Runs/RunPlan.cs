using Rollouts.Client.Rendering;
using Rollouts.Core;
using Rollouts.Core.Problems;
using Rollouts.Core.Runs;
using Rollouts.Core.Tokenization;
using Rollouts.Core.Weights;
using Rollouts.Inference.Loading;

namespace Rollouts.Client.Runs;

/// <summary>A specification with the data it names at hand: everything that can be known, and refused, before a run begins.</summary>
/// <param name="Specification">What is to run.</param>
/// <param name="Problems">The problems.</param>
/// <param name="Tokenizer">The policy's tokenizer.</param>
/// <param name="Model">The policy's shape; of the checkpoint where the recipe names one.</param>
internal sealed record RunPlan(RunSpecification Specification, ProblemSet Problems, ITokenizer Tokenizer, ModelOptions Model)
{
    /// <summary>The batches.</summary>
    public BatchArithmetic Arithmetic => BatchArithmetic.Of(Specification, Problems.Train.Length);

    /// <summary>What the run needs.</summary>
    public MemoryEstimate Memory => MemoryEstimate.Of(Specification, Model, Tokenizer.VocabularySize);

    /// <summary>What a person is told without starting it.</summary>
    public PlanView View => new(Specification, Arithmetic, Memory, Problems.HeldOut.Length, Tokenizer.VocabularySize) { Warnings = Problems.Warnings };

    /// <summary>What stands above the run.</summary>
    public RunHeading Heading(RunFolder folder) => new(
        Path.GetFileName(folder.Path), Specification.Recipe, Specification.Description, Memory.Parameters, Problems.Train.Length,
        Problems.HeldOut.Length, Problems.Name, folder.Path);

    /// <summary>Reads what the specification names, and checks that it fits together.</summary>
    /// <param name="policy">Folder of the policy to begin or go on with; null = a new one.</param>
    /// <exception cref="InvalidInputException">It doesn't.</exception>
    public static RunPlan Make(RunSpecification specification, string? policy)
    {
        if (policy is not null && !Directory.Exists(policy))
            throw new InvalidInputException($"There is no folder {policy}; expected a checkpoint with config.json, safetensors and a tokenizer. Set 'model.path' to one.");
        var problems = ProblemSets.Load(specification.Problems);
        var tokenizer = policy is null ? Tokenizers.Create(specification.Model, problems) : TokenizerFile.Load(policy);
        var shape = Shape(specification.Model, policy);
        problems = new ContextFit(specification, tokenizer, shape.ContextLength).Of(problems);
        RequireBatch(specification, problems);
        return new(specification, problems, tokenizer, shape);
    }

    private static ModelOptions Shape(ModelOptions options, string? policy)
    {
        if (policy is null) return options;
        var config = ModelConfigFile.Read(Path.Combine(policy, PolicyFolder.ConfigName));
        return options with
        {
            Layers = config.Layers, Hidden = config.Hidden, Intermediate = config.Intermediate, Heads = config.Heads,
            KeyValueHeads = config.KeyValueHeads, HeadWidth = config.HeadWidth, TieEmbeddings = config.TieEmbeddings,
            ContextLength = Math.Min(options.ContextLength, config.ContextLength),
        };
    }

    private static void RequireBatch(RunSpecification specification, ProblemSet problems)
    {
        var wanted = specification.Schedule.ProblemsPerStep;
        if (wanted > problems.Train.Length)
            throw new InvalidInputException($"'schedule.problems_per_step' is {wanted}, but {problems.Name} has {problems.Train.Length} problems to learn from, and a batch holds a problem once. Lower it, or take more problems.");
    }
}
