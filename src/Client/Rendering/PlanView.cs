using System.Globalization;
using System.Text.Json;
using Rollouts.Core.Rollouts;
using Rollouts.Core.Runs;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Rollouts.Client.Rendering;

/// <summary>What a run would do and need, told before it does it.</summary>
/// <param name="Specification">The run.</param>
/// <param name="Arithmetic">Its batches.</param>
/// <param name="Memory">What it needs.</param>
/// <param name="HeldOutProblems">Problems it would be measured on.</param>
/// <param name="Vocabulary">V, ids of the tokenizer.</param>
internal sealed record PlanView(RunSpecification Specification, BatchArithmetic Arithmetic, MemoryEstimate Memory, int HeldOutProblems, int Vocabulary)
{
    /// <summary>What the problems' files had to say, one sentence each.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>One fact a row.</summary>
    public IRenderable ToRenderable()
    {
        var grid = new Grid().AddColumns(new GridColumn().NoWrap().PadRight(2), new GridColumn());
        foreach (var (name, text) in Facts()) grid.AddRow(new Text(name, new Style(decoration: Decoration.Dim)), new Text(text));
        return new Rows(
        [
            new Text($"{Specification.Recipe}: {PlainText.Of(Specification.Description)}", new Style(decoration: Decoration.Bold)), grid,
            .. Warnings.Select(warning => new Text($"! {PlainText.Of(warning)}")), new Text("Everything in the recipe is valid. Nothing was started."),
        ]);
    }

    private IEnumerable<(string Name, string Text)> Facts()
    {
        yield return ("policy", $"{Figures.Parameters(Memory.Parameters)} parameters, {Figures.Count(Vocabulary)} token ids, {Figures.Count(Specification.Model.ContextLength)} tokens of context");
        if (Specification.Engine is { Kind: not EngineKind.Cpu } engine)
            yield return ("engine", $"a server ({OptionWord(engine.Kind)}) at {PlainText.Of(engine.Url ?? "")}, asked for {engine.Concurrency} rollouts at once");
        if (Specification.WarmStart.Steps > 0)
            yield return ("warm start", $"{Figures.Count(Specification.WarmStart.Steps)} steps × {Specification.WarmStart.ExamplesPerStep} examples ({Specification.WarmStart.Examples}) = {Figures.Count((double)Specification.WarmStart.Steps * Specification.WarmStart.ExamplesPerStep)} examples");
        if (Arithmetic.Steps == 0) yield return ("steps", "none: the policy is only warmed up and measured");
        else foreach (var fact in Reinforcement()) yield return fact;
        yield return ("evaluation", $"before, after{(Specification.Evaluation.Every > 0 ? $", and every {Specification.Evaluation.Every} steps" : "")}: greedy and {Specification.Evaluation.Samples} sampled");
        yield return ("memory", $"about {Figures.Bytes(Memory.TotalBytes)}: trainer {Figures.Bytes(Memory.TrainerBytes)}, activations {Figures.Bytes(Memory.ActivationBytes)}, engine {Figures.Bytes(Memory.EngineBytes)}, keys and values {Figures.Bytes(Memory.CacheBytes)}; the runtime and its libraries come on top");
        yield return ("time", "not known before the first steps");
    }

    private IEnumerable<(string Name, string Text)> Reinforcement()
    {
        yield return ("a step", $"{Arithmetic.ProblemsPerStep} problems × {Arithmetic.Rounds} rounds × {Arithmetic.RolloutsPerRound} rollouts = {Figures.Count(Arithmetic.RolloutsPerStep)} rollouts");
        yield return ("the run", $"{Figures.Count(Arithmetic.Steps)} steps × {Figures.Count(Arithmetic.RolloutsPerStep)} = {Figures.Count(Arithmetic.Rollouts)} rollouts, {Figures.Count(Arithmetic.OptimizerSteps)} gradient steps");
        yield return ("problems", string.Create(CultureInfo.InvariantCulture, $"{Figures.Count(Arithmetic.TrainProblems)} to learn from, each visited {Arithmetic.Epochs:0.#} times; {Figures.Count(HeldOutProblems)} held out"));
        yield return ("hints", Hints());
        yield return ("staleness", Staleness());
    }

    private static string OptionWord(EngineKind kind) => JsonNamingPolicy.SnakeCaseLower.ConvertName(kind.ToString());

    private string Hints() => Specification.Hint.Enabled
        ? string.Create(CultureInfo.InvariantCulture, $"aimed at an accuracy of {Specification.Hint.TargetAccuracy}, in units of one {Specification.Hint.Unit.ToString().ToLowerInvariant()}")
        : "none: every rollout is un-hinted";

    private string Staleness() => Arithmetic.MeanStaleness is { } mean
        ? Arithmetic.MaximumStaleness == 0 ? "none: on-policy" : string.Create(CultureInfo.InvariantCulture, $"{mean:0.#} versions in the mean, {Arithmetic.MaximumStaleness} at most")
        : $"as it comes, {Arithmetic.MaximumStaleness} versions at most; what is older is dropped and counted";
}
