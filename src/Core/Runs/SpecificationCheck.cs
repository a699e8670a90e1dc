using System.Globalization;
using Rollouts.Core.Advantages;
using Rollouts.Core.Experience;
using Rollouts.Core.Hints;
using Rollouts.Core.Problems;
using Rollouts.Core.Training;

namespace Rollouts.Core.Runs;

/// <summary>Every option's documented range, and the combinations that can't work, checked once before anything starts.</summary>
public static class SpecificationCheck
{
    /// <summary>All that is wrong with a specification; empty if it can run.</summary>
    public static IReadOnlyList<SpecificationFault> Faults(RunSpecification specification)
    {
        var list = new FaultList();
        list.AtLeast("steps", specification.Steps, 0, "0 only warms the policy up.");
        list.Within("threads", specification.Threads, 0, 1024, "0 uses all cores.");
        Problems(list, specification);
        Model(list, specification);
        WarmStart(list, specification);
        Hint(list, specification);
        Sampling(list, specification);
        EngineCheck.Faults(list, specification);
        Advantage(list, specification);
        Loss(list, specification.Loss);
        Schedule(list, specification);
        Optimizer(list, specification.Optimizer, "optimizer", specification.Model.ContextLength);
        Evaluation(list, specification);
        list.AtLeast("checkpoint.every", specification.Checkpoint.Every, 1, "The last step always writes a checkpoint.");
        list.AtLeast("checkpoint.keep", specification.Checkpoint.Keep, 1, "A run without a checkpoint could not be resumed.");
        return list.Faults;
    }

    /// <summary>Refuses a specification that can't run.</summary>
    /// <exception cref="InvalidInputException">One line for each fault.</exception>
    public static void Require(RunSpecification specification)
    {
        var faults = Faults(specification);
        if (faults.Count > 0) throw new InvalidInputException(string.Join('\n', faults));
    }

    private static void Problems(FaultList list, RunSpecification specification)
    {
        var options = specification.Problems;
        list.OneOf("problems.source", options.Source, [.. ProblemSets.Names]);
        list.Require(!ProblemSets.ReadsFiles(options.Source) || options.Data is not null, "problems.data", options.Data,
            $"a folder with train.jsonl and test.jsonl, which the source '{options.Source}' reads", "Name the folder with --data <folder>.");
        list.AtLeast("problems.train_count", options.TrainCount, 0, "0 takes all problems.");
        list.AtLeast("problems.held_out_count", options.HeldOutCount, 0, "0 takes all problems.");
        list.AtLeast("problems.minimum_difficulty", options.MinimumDifficulty, 1, "The easiest problem takes one move or operation.");
        list.Require(options.MaximumDifficulty >= options.MinimumDifficulty, "problems.maximum_difficulty", options.MaximumDifficulty,
            $"at least problems.minimum_difficulty ({options.MinimumDifficulty})", "Raise it, or lower the minimum.");
    }

    private static void Model(FaultList list, RunSpecification specification)
    {
        var options = specification.Model;
        list.Require(IsTokenizer(options.Tokenizer), "model.tokenizer", $"'{options.Tokenizer}'", "characters, bytes, or bpe:N with N of at least 260",
            "bpe:1024 suits a small policy.");
        list.Require(options.Template != PromptKind.Chat || options.Path is not null, "model.template", "'chat'", "'plain' or 'r1_zero', as model.path is not set",
            "Only a checkpoint has a chat template; name its folder.");
        list.Require(options.Template == PromptKind.Chat || options.SystemPrompt is null, "model.system_prompt", $"'{options.SystemPrompt}'",
            "nothing, as model.template is not 'chat'", "Put the text into model.prompt_template.");
        list.Require(DateOnly.TryParseExact(options.Day, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _), "model.day", $"'{options.Day}'",
            "a day such as 2024-07-26", "Chat templates that ask for the present day are told this one.");
        list.Require(options.PromptTemplate.Contains("{statement}", StringComparison.Ordinal), "model.prompt_template", $"'{options.PromptTemplate}'",
            "a text with {statement} in it", "Put {statement} where the problem belongs.");
        list.AtLeast("model.layers", options.Layers, 1, "4 suits a quick run.");
        list.AtLeast("model.hidden", options.Hidden, 1, "128 suits a quick run.");
        list.AtLeast("model.intermediate", options.Intermediate, 1, "About 3.5 times model.hidden is usual.");
        list.AtLeast("model.heads", options.Heads, 1, "4 suits a quick run.");
        list.Require(options.KeyValueHeads >= 1 && options.Heads % Math.Max(1, options.KeyValueHeads) == 0, "model.key_value_heads",
            options.KeyValueHeads, $"a divisor of model.heads ({options.Heads})", "Each key-value head serves the same number of query heads.");
        list.Require(options.HeadWidth >= 2 && options.HeadWidth % 2 == 0, "model.head_width", options.HeadWidth, "an even number of at least 2",
            "Rotary positions turn pairs of numbers.");
        list.Above("model.rope_theta", options.RopeTheta, 1, "10000 is usual.");
        list.AtLeast("model.context_length", options.ContextLength, 2, "It holds prompt, hint and completion together.");
    }

    private static void WarmStart(FaultList list, RunSpecification specification)
    {
        var options = specification.WarmStart;
        list.AtLeast("warm_start.steps", options.Steps, 0, "0 leaves the warm start out.");
        list.AtLeast("warm_start.examples_per_step", options.ExamplesPerStep, 1, "64 is usual.");
        list.OneOf("warm_start.examples", options.Examples, "solutions", "play");
        list.Require(options.Steps == 0 || options.Examples != "play" || specification.Problems.Source is "digits" or "arithmetic",
            "warm_start.examples", "'play'", $"'solutions', as problems.source is '{specification.Problems.Source}'", "Only generated sets can play without end.");
        if (options.Steps > 0) Optimizer(list, options.Optimizer, "warm_start.optimizer", specification.Model.ContextLength);
    }

    private static void Hint(FaultList list, RunSpecification specification)
    {
        var options = specification.Hint;
        list.AtLeast("hint.rounds", options.Rounds, 1, "The paper uses 4; plain groups have 1.");
        list.AtLeast("hint.rollouts_per_round", options.RolloutsPerRound, 1, "8 is usual.");
        list.Require(options.TargetAccuracy is > 0 and < 1, "hint.target_accuracy", options.TargetAccuracy, "a number between 0 and 1, both excluded",
            "0.5 is where learning is fastest.");
        list.Require(options.SuccessThreshold is > 0 and <= 1, "hint.success_threshold", options.SuccessThreshold, "a number above 0 and at most 1",
            "0.5 is usual.");
        list.Within("hint.dropout", options.Dropout, 0, 1, "0 is the paper.");
        list.Within("hint.memory", options.Memory, 0, 1, "0 is the paper; 0.5 suits responses that rise within a few units.");
    }

    private static void Sampling(FaultList list, RunSpecification specification)
    {
        var options = specification.Sampling;
        list.Above("sampling.temperature", options.Temperature, 0, "Greedy rollouts of a round are all alike and teach nothing; 1 is usual.");
        list.Require(options.TopP is > 0 and <= 1, "sampling.top_p", options.TopP, "a number above 0 and at most 1", "1 keeps every token.");
        list.AtLeast("sampling.top_k", options.TopK, 0, "0 keeps every token.");
        list.AtLeast("sampling.maximum_tokens", options.MaximumTokens, 1, "It must hold a whole answer.");
        list.Require(options.MaximumTokens < specification.Model.ContextLength, "sampling.maximum_tokens", options.MaximumTokens,
            $"less than model.context_length ({specification.Model.ContextLength}), which holds prompt and hint as well",
            "Lower it, or raise model.context_length.");
    }

    private static void Advantage(FaultList list, RunSpecification specification)
    {
        var options = specification.Advantage;
        var sharing = options.Baseline == BaselineScope.Visit ? BatchArithmetic.RolloutsPerVisit(specification.Hint) : specification.Hint.RolloutsPerRound;
        list.Require(sharing >= 2, "hint.rollouts_per_round", specification.Hint.RolloutsPerRound,
            "at least 2 rollouts that share a baseline", "A rollout alone has no advantage; raise it, or use advantage.baseline: visit.");
        list.AtLeast("advantage.standard_deviation_epsilon", options.StandardDeviationEpsilon, 0, "1e-6 is usual.");
        list.Within("advantage.overlong_buffer", options.OverlongBuffer, 0, specification.Sampling.MaximumTokens, "It is counted back from sampling.maximum_tokens; 0 turns it off.");
    }

    private static void Loss(FaultList list, LossOptions options)
    {
        list.Within("loss.clip_low", options.ClipLow, 0, 1, "0.2 is usual.");
        list.AtLeast("loss.clip_high", options.ClipHigh, 0, "0.2 is usual.");
        if (options.Clip == ClipMode.Ring)
        {
            list.Within("loss.ring_low", options.RingLow, options.ClipLow, 1, "The ring lies outside loss.clip_low.");
            list.AtLeast("loss.ring_high", options.RingHigh, options.ClipHigh, "The ring lies outside loss.clip_high.");
        }

        list.AtLeast("loss.weight_minimum", options.WeightMinimum, 0, "A ratio is never negative.");
        list.AtLeast("loss.weight_maximum", options.WeightMaximum, options.WeightMinimum, "It lies above loss.weight_minimum.");
        list.Above("loss.advantage_temperature", options.AdvantageTemperature, 0, "1 is usual.");
        list.AtLeast("loss.regularizer_coefficient", options.RegularizerCoefficient, 0, "0 turns it off.");
        list.Require(options.DualClip == 0 || options.DualClip > 1, "loss.dual_clip", options.DualClip, "0, or a number above 1", "3 is usual; 0 turns it off.");
        list.AtLeast("loss.truncated_importance_sampling", options.TruncatedImportanceSampling, 0, "0 turns it off.");
        list.AtLeast("loss.kl_coefficient", options.KlCoefficient, 0, "Use loss.kl: none to turn it off.");
        list.AtLeast("loss.entropy_coefficient", options.EntropyCoefficient, 0, "0 turns it off.");
        list.AtLeast("loss.hint_coefficient", options.HintCoefficient, 0, "0 turns it off.");
    }

    private static void Schedule(FaultList list, RunSpecification specification)
    {
        var options = specification.Schedule;
        list.AtLeast("schedule.interval", options.Interval, 1, "1 with offset 0 is on-policy.");
        list.AtLeast("schedule.offset", options.Offset, 0, "0 with interval 1 is on-policy.");
        list.AtLeast("schedule.maximum_age", options.MaximumAge, 0, "It is counted in versions.");
        list.AtLeast("schedule.problems_per_step", options.ProblemsPerStep, 1, "16 suits a quick run.");
        var available = specification.Problems.TrainCount;
        list.Require(available == 0 || options.ProblemsPerStep <= available, "schedule.problems_per_step", options.ProblemsPerStep,
            $"at most problems.train_count ({available}), as a batch holds a problem once", "Lower it, or train on more problems.");
        var batch = (long)options.ProblemsPerStep * BatchArithmetic.RolloutsPerVisit(specification.Hint);
        list.Require(options.MaximumPendingRollouts >= batch, "schedule.maximum_pending_rollouts", options.MaximumPendingRollouts,
            string.Create(CultureInfo.InvariantCulture, $"at least one batch of {batch} rollouts"), "Raise it, or make the batch smaller; else no batch could ever be complete.");
        list.AtLeast("schedule.maximum_pending_bytes", options.MaximumPendingBytes, 1L << 20, "A batch must fit; 1 GiB is usual.");
    }

    private static void Optimizer(FaultList list, OptimizerOptions options, string path, int contextLength)
    {
        list.Above($"{path}.learning_rate", options.LearningRate, 0, "1e-6 suits large policies, 4e-4 the smallest.");
        list.Require(options.Beta1 is >= 0 and < 1, $"{path}.beta1", options.Beta1, "a number from 0 to 1, 1 excluded", "0.9 is usual.");
        list.Require(options.Beta2 is >= 0 and < 1, $"{path}.beta2", options.Beta2, "a number from 0 to 1, 1 excluded", "0.99 or 0.999 is usual.");
        list.Above($"{path}.epsilon", options.Epsilon, 0, "1e-8 is usual.");
        list.AtLeast($"{path}.weight_decay", options.WeightDecay, 0, "0 turns it off.");
        list.AtLeast($"{path}.gradient_clip", options.GradientClip, 0, "0 turns it off.");
        list.AtLeast($"{path}.warm_up_steps", options.WarmUpSteps, 0, "0 begins with the full rate.");
        list.Within($"{path}.final_fraction", options.FinalFraction, 0, 1, "0.05 ends at 5 % of the rate.");
        list.AtLeast($"{path}.decay_steps", options.DecaySteps, 0, "It is the last leg of warm_up_stable_decay.");
        list.AtLeast($"{path}.micro_batch_tokens", options.MicroBatchTokens, contextLength, "A micro-batch holds one whole sequence at least.");
        list.AtLeast($"{path}.passes_per_batch", options.PassesPerBatch, 1, "1 is usual.");
    }

    private static void Evaluation(FaultList list, RunSpecification specification)
    {
        var options = specification.Evaluation;
        list.AtLeast("evaluation.every", options.Every, 0, "0 measures only before and after.");
        list.AtLeast("evaluation.problems", options.Problems, 0, "0 uses every held-out problem.");
        list.AtLeast("evaluation.samples", options.Samples, 1, "More samples narrow the intervals.");
        list.Above("evaluation.temperature", options.Temperature, 0, "Greedy accuracy is always measured besides.");
        list.Require(options.PassAt.All(k => k >= 1 && k <= options.Samples), "evaluation.pass_at", $"[{string.Join(", ", options.PassAt)}]",
            $"numbers from 1 to evaluation.samples ({options.Samples})", "pass@k needs k samples; raise evaluation.samples.");
    }

    private static bool IsTokenizer(string text) => text is "characters" or "bytes"
        || (text.StartsWith("bpe:", StringComparison.Ordinal) && int.TryParse(text[4..], NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count >= 260);
}
