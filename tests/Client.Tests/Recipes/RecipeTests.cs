using Rollouts.Core.Experience;
using Rollouts.Core.Hints;
using Rollouts.Core.Problems;
using Rollouts.Core.Rollouts;
using Rollouts.Core.Training;

namespace Rollouts.Client.Tests.Recipes;

public sealed class RecipeTests
{
    [Fact]
    public void Every_kind_of_value_is_bound_by_its_snake_case_name()
    {
        using var file = new RecipeFile("""
            description: "a: b"
            seed: 18446744073709551615
            steps: 12
            model: { tie_embeddings: false }
            hint:
              unit: token
              target_accuracy: 0.4
            loss: { kl: k3, clip: one_side }
            schedule: { mode: async, maximum_pending_bytes: 4294967296 }
            evaluation: { samples: 8, pass_at: [1, 8] }
            """);
        var specification = file.Read().Specification;

        Assert.Equal("mine", specification.Recipe);
        Assert.Equal("a: b", specification.Description);
        Assert.Equal(ulong.MaxValue, specification.Seed);
        Assert.Equal(12, specification.Steps);
        Assert.False(specification.Model.TieEmbeddings);
        Assert.Equal(HintUnit.Token, specification.Hint.Unit);
        Assert.Equal(0.4, specification.Hint.TargetAccuracy);
        Assert.Equal(KlEstimator.K3, specification.Loss.Kl);
        Assert.Equal(ScheduleMode.Async, specification.Schedule.Mode);
        Assert.Equal(4L << 30, specification.Schedule.MaximumPendingBytes);
        Assert.Equal([1, 8], specification.Evaluation.PassAt);
    }

    [Fact]
    public void A_server_is_named_in_a_group_of_its_own()
    {
        using var file = new RecipeFile("engine: { kind: llama_cpp, url: \"http://127.0.0.1:8080\", api_key_environment: MY_KEY, request_seconds: 60 }");
        var expected = new RolloutEngineOptions { Kind = EngineKind.LlamaCpp, Url = "http://127.0.0.1:8080", ApiKeyEnvironment = "MY_KEY", RequestSeconds = 60 };
        Assert.Equal(expected, file.Read().Specification.Engine);
        Assert.Contains("sglang", file.Message("engine.kind=sglan"), StringComparison.Ordinal);
        Assert.Contains("'engine.url' is empty", file.Message("engine.url=~"), StringComparison.Ordinal);
    }

    [Fact]
    public void Problem_files_are_described_by_a_field_map_and_what_to_do_with_bad_lines()
    {
        using var file = new RecipeFile("""
            problems:
              source: jsonl
              data: somewhere
              fields: { statement: question, answer: reward_model.ground_truth, tags: [topic, level] }
              steps: numbered
              bad_lines: skip
            """);
        var problems = file.Read("problems.fields.id=uid").Specification.Problems;
        Assert.Equal(new FieldOptions { Statement = "question", Answer = "reward_model.ground_truth", Id = "uid" }, problems.Fields with { Tags = null });
        Assert.Equal(["topic", "level"], problems.Fields.Tags!);
        Assert.Equal((StepRule.Numbered, BadLines.Skip), (problems.Steps, problems.BadLines));
        Assert.Contains("unknown key 'problems.fields.statment'", file.Message("problems.fields.statment=x"), StringComparison.Ordinal);
        Assert.Contains("expected a list of texts", file.Message("problems.fields.tags=topic"), StringComparison.Ordinal);
        Assert.Contains("one of fail, skip", file.Message("problems.bad_lines=ignore"), StringComparison.Ordinal);
    }

    [Fact]
    public void What_a_recipe_leaves_out_keeps_its_default()
    {
        using var file = new RecipeFile("warm_start: { optimizer: { warm_up_steps: 5 } }");
        var optimizer = file.Read().Specification.WarmStart.Optimizer;
        Assert.Equal(5, optimizer.WarmUpSteps);
        Assert.Equal(2e-3, optimizer.LearningRate);
    }

    [Fact]
    public void An_override_wins_over_the_file_and_a_later_one_over_an_earlier()
    {
        using var file = new RecipeFile("hint: { rounds: 4 }");
        var specification = file.Read("hint.rounds=2", "hint.rounds=3", "evaluation.samples=4", "evaluation.pass_at=[1, 4]").Specification;
        Assert.Equal(3, specification.Hint.Rounds);
        Assert.Equal([1, 4], specification.Evaluation.PassAt);
    }

    [Fact]
    public void An_unknown_key_is_refused_with_file_line_and_the_nearest_key()
    {
        using var file = new RecipeFile("steps: 3\nhint:\n  rouds: 4\n");
        var message = file.Message();
        Assert.Contains($"{file.Path}:3: unknown key 'hint.rouds'", message);
        Assert.Contains("Did you mean 'rounds'?", message);
    }

    [Fact]
    public void An_unknown_override_is_refused_like_an_unknown_key()
    {
        using var file = new RecipeFile("steps: 3");
        Assert.Contains("--set los.clip=none: unknown key 'los'. Did you mean 'loss'?", file.Message("los.clip=none"));
        Assert.Contains("'steps' has no keys of its own", file.Message("steps.more=1"));
        Assert.Contains("expected a key and a value", file.Message("steps"));
    }

    [Theory]
    [InlineData("steps: many", "'steps' is 'many'; expected a whole number")]
    [InlineData("steps: 2.5", "'steps' is '2.5'; expected a whole number")]
    [InlineData("steps:", "'steps' is empty; expected a whole number")]
    [InlineData("steps: [1]", "'steps' is a list; expected a whole number")]
    [InlineData("seed: -1", "'seed' is '-1'; expected a whole number that is not negative")]
    [InlineData("hint: { target_accuracy: .nan }", "expected a finite number")]
    [InlineData("hint: { enabled: yes }", "'hint.enabled' is 'yes'; expected true or false")]
    [InlineData("hint: { unit: tokens }", "expected one of step, sentence, token. Did you mean 'token'?")]
    [InlineData("hint: 3", "'hint' is a group of keys")]
    [InlineData("recipe:", "'recipe' is empty")]
    public void A_value_of_the_wrong_kind_says_what_was_found_and_what_was_expected(string yaml, string expected)
    {
        using var file = new RecipeFile(yaml);
        var message = file.Message();
        Assert.Contains($"{file.Path}:1: ", message);
        Assert.Contains(expected, message);
    }

    [Fact]
    public void Values_out_of_range_are_all_reported_each_with_its_place()
    {
        using var file = new RecipeFile("steps: 3\nhint:\n  target_accuracy: 1.5\nmodel: { heads: 4, key_value_heads: 3 }\n");
        var lines = file.Message("sampling.temperature=0").Split('\n');
        Assert.Equal(3, lines.Length);
        Assert.Contains(lines, line => line.StartsWith($"{file.Path}:3: 'hint.target_accuracy' is 1.5; expected a number between 0 and 1", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.StartsWith($"{file.Path}:4: 'model.key_value_heads' is 3; expected a divisor of model.heads (4)", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.StartsWith("--set sampling.temperature=0: 'sampling.temperature' is 0; expected a number above 0", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("steps: 3\nsteps: 4")]
    [InlineData("hint: [1, 2")]
    [InlineData("a: 1\n---\nb: 2")]
    [InlineData("- 1")]
    [InlineData("")]
    public void What_is_not_one_mapping_of_keys_is_refused_by_name(string yaml)
    {
        using var file = new RecipeFile(yaml);
        Assert.Contains(file.Path, file.Message());
    }

    [Fact]
    public void Paths_are_taken_from_the_recipes_own_folder_first()
    {
        using var file = new RecipeFile("model: { path: warm }");
        var warm = Directory.CreateDirectory(System.IO.Path.Combine(System.IO.Path.GetDirectoryName(file.Path)!, "warm")).FullName;
        Assert.Equal(warm, file.Read().Specification.Model.Path);
        Assert.Equal(System.IO.Path.GetFullPath("cold"), file.Read("model.path=cold").Specification.Model.Path);
    }
}
