using Rollouts.Client.Recipes;
using Rollouts.Core;

namespace Rollouts.Client.Tests.Recipes;

public sealed class RecipeCatalogTests
{
    private static readonly RecipeCatalog Catalog = new([Path.Combine(AppContext.BaseDirectory, "recipes")]);

    public static TheoryData<string> Names => [.. Catalog.Names];

    [Fact]
    public void The_recipes_of_the_readme_are_there() =>
        Assert.Subset(Catalog.Names.ToHashSet(), new HashSet<string> { "quickstart", "quickstart-warm", "gsm8k-tiny" });

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_recipe_that_comes_with_the_program_is_sound(string name)
    {
        var recipe = Recipe.Read(Catalog.Find(name), ["problems.data=."]);
        Assert.Equal(name, recipe.Specification.Recipe);
        Assert.NotEmpty(recipe.Specification.Description);
    }

    [Fact]
    public void A_recipe_that_needs_data_says_so() =>
        Assert.Contains("--data <folder>", Assert.Throws<InvalidInputException>(() => Recipe.Read(Catalog.Find("gsm8k-tiny"), [])).Message);

    [Fact]
    public void An_unknown_name_gets_the_nearest_one_and_the_list()
    {
        var message = Assert.Throws<InvalidInputException>(() => Catalog.Find("quikstart")).Message;
        Assert.Contains("no recipe 'quikstart'", message);
        Assert.Contains("Did you mean 'quickstart'?", message);
        Assert.Contains("gsm8k-tiny", message);
    }

    [Fact]
    public void A_path_that_is_not_there_is_named_whole() =>
        Assert.Contains(Path.GetFullPath("nowhere/mine.yaml"), Assert.Throws<InvalidInputException>(() => Catalog.Find("nowhere/mine.yaml")).Message);
}
