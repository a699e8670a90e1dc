using Rollouts.Core.Hints;
using Rollouts.Core.Runs;

namespace Rollouts.Core.Tests.Runs;

public sealed class SpecificationCheckTests
{
    public static TheoryData<string, RunSpecification> Impossible => new()
    {
        { "steps", new() { Steps = -1 } },
        { "problems.source", new() { Problems = new() { Source = "riddles" } } },
        { "problems.data", new() { Problems = new() { Source = "gsm8k" } } },
        { "problems.maximum_difficulty", new() { Problems = new() { MinimumDifficulty = 4, MaximumDifficulty = 3 } } },
        { "model.tokenizer", new() { Model = new() { Tokenizer = "bpe:10" } } },
        { "model.template", new() { Model = new() { Template = PromptKind.Chat } } },
        { "model.system_prompt", new() { Model = new() { SystemPrompt = "Be brief." } } },
        { "model.day", new() { Model = new() { Day = "today" } } },
        { "model.prompt_template", new() { Model = new() { PromptTemplate = "answer:" } } },
        { "model.key_value_heads", new() { Model = new() { Heads = 4, KeyValueHeads = 3 } } },
        { "model.key_value_heads", new() { Model = new() { KeyValueHeads = 0 } } },
        { "model.head_width", new() { Model = new() { HeadWidth = 31 } } },
        { "warm_start.examples", new() { WarmStart = new() { Steps = 1, Examples = "play" }, Problems = new() { Source = "math", Data = "." } } },
        { "warm_start.optimizer.learning_rate", new() { WarmStart = new() { Steps = 1, Optimizer = new() { LearningRate = 0 } } } },
        { "hint.target_accuracy", new() { Hint = new() { TargetAccuracy = 1 } } },
        { "hint.dropout", new() { Hint = new() { Dropout = 1.1 } } },
        { "hint.rollouts_per_round", new() { Hint = new() { Rounds = 1, RolloutsPerRound = 1 } } },
        { "hint.rollouts_per_round", new() { Hint = new() { RolloutsPerRound = 1 }, Advantage = new() { Baseline = Core.Advantages.BaselineScope.Round } } },
        { "sampling.top_p", new() { Sampling = new() { TopP = 0 } } },
        { "sampling.maximum_tokens", new() { Sampling = new() { MaximumTokens = 256 } } },
        { "advantage.overlong_buffer", new() { Advantage = new() { OverlongBuffer = 65 } } },
        { "loss.ring_low", new() { Loss = new() { Clip = Training.ClipMode.Ring, RingLow = 0.1 } } },
        { "loss.dual_clip", new() { Loss = new() { DualClip = 0.5 } } },
        { "loss.weight_maximum", new() { Loss = new() { WeightMinimum = 2 } } },
        { "schedule.interval", new() { Schedule = new() { Interval = 0 } } },
        { "schedule.problems_per_step", new() { Problems = new() { TrainCount = 15 } } },
        { "schedule.maximum_pending_rollouts", new() { Schedule = new() { MaximumPendingRollouts = 511 } } },
        { "optimizer.beta2", new() { Optimizer = new() { Beta2 = 1 } } },
        { "optimizer.micro_batch_tokens", new() { Optimizer = new() { MicroBatchTokens = 255 } } },
        { "evaluation.pass_at", new() { Evaluation = new() { PassAt = [1, 2] } } },
        { "checkpoint.keep", new() { Checkpoint = new() { Keep = 0 } } },
    };

    [Theory]
    [MemberData(nameof(Impossible))]
    public void What_can_not_be_is_refused_under_its_own_path(string path, RunSpecification specification)
    {
        var fault = Assert.Single(SpecificationCheck.Faults(specification));
        Assert.Equal(path, fault.Path);
        Assert.All([fault.Found, fault.Expected, fault.Remedy], Assert.NotEmpty);
        Assert.Contains(path, Assert.Throws<InvalidInputException>(() => SpecificationCheck.Require(specification)).Message);
    }

    [Fact]
    public void The_defaults_can_run() => Assert.Empty(SpecificationCheck.Faults(new()));
}
