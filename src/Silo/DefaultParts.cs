using Microsoft.Extensions.Logging;
using Rollouts.Core.Rollouts;
using Rollouts.Core.Tokenization;
using Rollouts.Core.Training;
using Rollouts.Inference.Engine;
using Rollouts.Inference.Loading;
using Rollouts.Inference.Model;
using Rollouts.Trainer;

namespace Rollouts.Silo;

/// <summary>The real engine and the real trainer.</summary>
internal static class DefaultParts
{
    /// <summary>The CPU engine in the shape of the run's policy.</summary>
    public static IRolloutEngine Engine(RunContext run, TimeProvider time)
    {
        var model = run.Specification.Model;
        var config = model.Path is { } path
            ? ModelConfigFile.Read(Path.Combine(path, PolicyFolder.ConfigName))
            : ModelConfig.From(model, run.Tokenizer.VocabularySize);
        var options = new EngineOptions { Threads = run.Specification.Threads, ForbiddenTokenIds = run.Tokenizer.PaddingId == ITokenizer.NoId ? [] : [run.Tokenizer.PaddingId] };
        return new CpuEngine(config, options, time);
    }

    /// <summary>The policy trainer's loop.</summary>
    public static TrainPolicy Trainer(ILogger<TrainingLoop> logger) => (run, feed, cancellationToken) =>
    {
        var specification = run.Specification;
        var examples = SupervisedExamples.Create(specification.WarmStart, specification.Model, run.Problems, specification.Seed, run.Tokenizer);
        var initial = InitialPolicy.Load(specification, run.Tokenizer);
        new TrainingLoop(run.Folder, specification, initial, run.Tokenizer, examples, feed, logger).Run(cancellationToken);
    };
}
