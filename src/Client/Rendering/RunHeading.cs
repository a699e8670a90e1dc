using Spectre.Console;
using Spectre.Console.Rendering;

namespace Rollouts.Client.Rendering;

/// <summary>What stands above a run.</summary>
/// <param name="Run">Id of the run.</param>
/// <param name="Recipe">Its recipe.</param>
/// <param name="Description">What it is for.</param>
/// <param name="Parameters">Parameters of the policy.</param>
/// <param name="TrainProblems">Problems to learn from.</param>
/// <param name="HeldOutProblems">Problems to be measured on.</param>
/// <param name="ProblemSet">Name of the set.</param>
/// <param name="Folder">The run folder.</param>
internal sealed record RunHeading(
    string Run, string Recipe, string Description, long Parameters, int TrainProblems, int HeldOutProblems, string ProblemSet, string Folder)
{
    /// <summary>Four lines, the description first.</summary>
    public IRenderable ToRenderable() => new Rows(
        new Text($"{Run}: {PlainText.Of(Description)}", new Style(decoration: Decoration.Bold)),
        new Text($"policy    {Figures.Parameters(Parameters)} parameters"),
        new Text($"problems  {ProblemSet}: {Figures.Count(TrainProblems)} to learn from, {Figures.Count(HeldOutProblems)} held out"),
        new Text($"folder    {Folder}"));
}
