using Rollouts.Core.Advantages;
using Rollouts.Core.Problems;
using Rollouts.Core.Runs;
using Rollouts.Core.Tokenization;
using Rollouts.Core.Training;
using Rollouts.Inference.Loading;
using Rollouts.Inference.Model;
using Rollouts.Trainer.Tests.Fixtures;

namespace Rollouts.Trainer.Tests;

public sealed class TrainingLoopTests
{
    private static readonly ProblemSet Digits = ProblemSets.Load(new() { Source = "digits", TrainCount = 8, HeldOutCount = 2 });
    private static readonly CharacterTokenizer Characters = new(Digits.Alphabet!);

    private static readonly RunSpecification Specification = TinyPolicy.Specification with
    {
        Steps = 6, Checkpoint = new() { Every = 2, Keep = 2 }, Threads = 1, Schedule = new() { Interval = 3 },
        WarmStart = TinyPolicy.Specification.WarmStart with { Steps = 5, Examples = "play" },
    };

    [Fact]
    public void A_run_goes_through_its_stations_in_order()
    {
        var (feed, _) = RunOnce(Specification);
        Assert.Equal(5, feed.WarmStartReports.Count);
        Assert.Equal(
            ["begin 0", "publish 0", "reserve 1", "report 1", "reserve 2", "report 2", "commit 2", "reserve 3", "report 3", "publish 3",
             "reserve 4", "report 4", "commit 4", "reserve 5", "report 5", "reserve 6", "report 6", "publish 6", "commit 6"], feed.Calls);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(6)]
    public void A_run_that_crashed_ends_with_the_weights_of_one_that_did_not(int crash)
    {
        var (expected, _) = RunOnce(Specification);
        var (actual, _) = RunOnce(Specification, feed => feed.CrashAt = crash);
        AssertSame(expected, actual);
    }

    [Fact]
    public void A_run_that_crashed_in_its_warm_start_ends_with_the_weights_of_one_that_did_not()
    {
        var (expected, _) = RunOnce(Specification);
        var (actual, _) = RunOnce(Specification, feed => feed.CrashAtWarmStart = 4);
        AssertSame(expected, actual);
    }

    [Fact]
    public void A_stopped_run_ends_quietly_and_goes_on_later()
    {
        using var folder = new TemporaryFolder();
        var feed = new MemoryFeed { StopAt = 4 };
        Loop(folder, Specification, feed).Run(CancellationToken.None);
        Assert.Equal("reserve 4", feed.Calls[^1]);
        feed.StopAt = int.MaxValue;
        Loop(folder, Specification, feed).Run(CancellationToken.None);
        Assert.Contains("begin 2", feed.Calls);
        AssertSame(RunOnce(Specification).Feed, feed);
    }

    [Fact]
    public void What_is_published_is_a_whole_model_with_the_announced_hash()
    {
        using var folder = new TemporaryFolder();
        var feed = new MemoryFeed();
        Loop(folder, Specification, feed).Run(CancellationToken.None);
        var manifest = feed.Published[6];
        Assert.Equal(manifest.Stamp.Sha256, PolicyFolder.Hash(manifest.Folder, PolicyFolder.WeightsName));
        Assert.Equal(Initial().Layout.Length, PolicyFolder.Load(manifest.Folder).Values.Length);
        Assert.All(manifest.Files, file => Assert.Equal(file.Bytes, new FileInfo(Path.Combine(manifest.Folder, file.Name)).Length));
    }

    [Fact]
    public void What_stood_beside_the_policy_that_a_run_began_with_is_published_with_it()
    {
        using var folder = new TemporaryFolder();
        var (source, feed) = (Path.Combine(folder.Path, "source"), new MemoryFeed { StopAt = 1 });
        PolicyFolder.Save(source, Initial(), Characters, NumberFormat.BF16);
        File.WriteAllText(Path.Combine(source, "generation_config.json"), """{"eos_token_id": 1}""");
        var config = Path.Combine(source, PolicyFolder.ConfigName);
        File.WriteAllText(config, File.ReadAllText(config).Replace("\"model_type\"", "\"_name_or_path\": \"somewhere\", \"model_type\"", StringComparison.Ordinal));
        Loop(folder, Specification with { Model = Specification.Model with { Path = source } }, feed).Run(CancellationToken.None);
        var published = feed.Published[0].Folder;
        Assert.Equal(
            ["config.json", "generation_config.json", "model.safetensors", "tokenizer.json", "tokenizer_config.json"],
            Directory.GetFiles(published).Select(Path.GetFileName).Order());
        Assert.Equal(
            File.ReadAllText(config).Replace("bfloat16", "float32", StringComparison.Ordinal).Where(letter => !char.IsWhiteSpace(letter)),
            File.ReadAllText(Path.Combine(published, PolicyFolder.ConfigName)).Where(letter => !char.IsWhiteSpace(letter)));
    }

    [Fact]
    public void The_rollouts_of_every_step_can_be_read_again()
    {
        using var folder = new TemporaryFolder();
        Loop(folder, Specification, new()).Run(CancellationToken.None);
        var groups = CreditedGroupFormat.Unpack(File.ReadAllBytes(new RunFolder(folder.Path).RolloutsOf(5)));
        Assert.Equal(TinyPolicy.Batch(5).Groups.Select(group => group.Problem), groups.Select(group => group.Problem));
    }

    [Fact]
    public void A_run_without_a_warm_start_begins_with_its_initial_weights()
    {
        using var folder = new TemporaryFolder();
        var feed = new MemoryFeed { StopAt = 1 };
        Loop(folder, Specification with { WarmStart = new() { Steps = 0 } }, feed).Run(CancellationToken.None);
        Assert.Equal(Initial().Values, PolicyFolder.Load(feed.Published[0].Folder).Values);
    }

    private static (MemoryFeed Feed, string Path) RunOnce(RunSpecification specification, Action<MemoryFeed>? trouble = null)
    {
        using var folder = new TemporaryFolder();
        var feed = new MemoryFeed();
        if (trouble is not null)
        {
            trouble(feed);
            Assert.Throws<IOException>(() => Loop(folder, specification, feed).Run(CancellationToken.None));
            (feed.CrashAt, feed.CrashAtWarmStart) = (int.MaxValue, int.MaxValue);
        }

        Loop(folder, specification, feed).Run(CancellationToken.None);
        return (feed, folder.Path);
    }

    private static TrainingLoop Loop(TemporaryFolder folder, RunSpecification specification, MemoryFeed feed) => new(
        new(folder.Path), specification, Initial(), Characters,
        SupervisedExamples.Create(specification.WarmStart, specification.Model, Digits, specification.Seed), feed);

    private static WeightSet Initial() => WeightInitialization.New(
        TinyPolicy.Config with { VocabularySize = Math.Max(TinyPolicy.Vocabulary, Characters.VocabularySize) }, 3);

    private static void AssertSame(MemoryFeed expected, MemoryFeed actual)
    {
        Assert.Equal(expected.Published.ToDictionary(pair => pair.Key, pair => pair.Value.Stamp), actual.Published.ToDictionary(pair => pair.Key, pair => pair.Value.Stamp));
        Assert.Equal(expected.Reports.Count, actual.Reports.Count);
        Assert.All(expected.Reports, pair => Assert.Equal(pair.Value.Metrics, actual.Reports[pair.Key].Metrics));
    }
}
