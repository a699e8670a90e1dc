using Rollouts.Core.Problems;
using Rollouts.Core.Training;
using Rollouts.Core.Weights;

namespace Rollouts.Core.Tests.Problems;

public sealed class SupervisedExamplesTests
{
    private static readonly ModelOptions Model = new() { PromptTemplate = "Q {statement}" };
    private static readonly ProblemSet Set = ProblemSets.Load(new());

    [Fact]
    public void Solutions_show_every_training_problem_once_an_epoch()
    {
        var examples = SupervisedExamples.Create(new() { Examples = "solutions" }, Model, Set, seed: 3);
        var epoch = Enumerable.Range(200, 200).Select(index => examples.At(index)).ToArray();
        Assert.Equal(
            Set.Train.Select(problem => new SupervisedExample("Q " + problem.Statement, problem.Solution)).OrderBy(example => example.Prompt),
            epoch.OrderBy(example => example.Prompt));
    }

    [Fact]
    public void Play_repeats_with_its_seed()
    {
        var options = new WarmStartOptions { Examples = "play" };
        var (first, again) = (SupervisedExamples.Create(options, Model, Set, seed: 3), SupervisedExamples.Create(options, Model, Set, seed: 3));
        Assert.Equal(Enumerable.Range(0, 50).Select(index => first.At(index)), Enumerable.Range(0, 50).Select(index => again.At(index)));
        Assert.StartsWith("Q ", first.At(1_000_000).Prompt, StringComparison.Ordinal);
        Assert.NotEqual(first.At(0), SupervisedExamples.Create(options, Model, Set, seed: 4).At(0));
    }

    [Theory]
    [InlineData("play", "come from files")]
    [InlineData("games", "\"games\" is not known")]
    public void Examples_that_there_are_not_are_refused(string examples, string expected) =>
        Assert.Contains(expected, Assert.Throws<InvalidInputException>(
            () => SupervisedExamples.Create(new() { Examples = examples }, Model, Set with { Play = null }, seed: 0)).Message, StringComparison.Ordinal);
}
