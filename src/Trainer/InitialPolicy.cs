using Rollouts.Core;
using Rollouts.Core.Runs;
using Rollouts.Core.Tokenization;
using Rollouts.Inference.Loading;
using Rollouts.Inference.Model;

namespace Rollouts.Trainer;

/// <summary>The weights that a run begins with.</summary>
public static class InitialPolicy
{
    /// <summary>Those of the model folder that the specification names, else new ones of its shape, drawn from its seed.</summary>
    /// <exception cref="InvalidInputException">The folder can't be used, or its vocabulary is smaller than the tokenizer's.</exception>
    public static WeightSet Load(RunSpecification specification, ITokenizer tokenizer)
    {
        if (specification.Model.Path is not { } path)
            return WeightInitialization.New(ModelConfig.From(specification.Model, tokenizer.VocabularySize), specification.Seed);
        var weights = PolicyFolder.Load(path);
        return weights.Config.VocabularySize >= tokenizer.VocabularySize ? weights : throw new InvalidInputException(
            $"The model in {path} knows {weights.Config.VocabularySize} tokens and its tokenizer {tokenizer.VocabularySize}; use the tokenizer that it was trained with.");
    }
}
