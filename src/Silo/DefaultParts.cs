using Rollouts.Core.Rollouts;
using Rollouts.Core.Training;
using Rollouts.Inference.Engine;
using Rollouts.Inference.Loading;
using Rollouts.Inference.Model;
using Rollouts.Inference.Remote;
using Rollouts.Trainer;

namespace Rollouts.Silo;

/// <summary>The real engine and the real trainer.</summary>
internal static class DefaultParts
{
    /// <summary>The engine that the specification asks for, in the shape of the run's policy.</summary>
    /// <exception cref="Core.InvalidInputException">The policy's config or the server's key can't be read.</exception>
    public static IRolloutEngine Engine(RunContext run, TimeProvider time)
    {
        var (model, engine) = (run.Specification.Model, run.Specification.Engine);
        var config = model.Path is { } path
            ? ModelConfigFile.Read(Path.Combine(path, PolicyFolder.ConfigName))
            : ModelConfig.From(model, run.Tokenizer.VocabularySize);
        var forbidden = TokenDistribution.NeverDrawn(run.Tokenizer);
        return engine.Kind == EngineKind.Cpu
            ? new CpuEngine(config, new EngineOptions { Threads = run.Specification.Threads, ForbiddenTokenIds = [.. forbidden] }, time)
            : RemoteEngine.Create(engine, new(config.VocabularySize, config.ContextLength, forbidden), time);
    }

    /// <summary>The policy trainer's loop.</summary>
    public static void Train(RunContext run, ITrainingFeed feed, CancellationToken cancellationToken)
    {
        var specification = run.Specification;
        var examples = SupervisedExamples.Create(specification.WarmStart, specification.Model, run.Problems, specification.Seed, run.Tokenizer);
        var initial = InitialPolicy.Load(specification, run.Tokenizer);
        new TrainingLoop(run.Folder, specification, initial, run.Tokenizer, examples, feed).Run(cancellationToken);
    }
}
