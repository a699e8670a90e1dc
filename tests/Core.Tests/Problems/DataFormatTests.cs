using System.IO.Compression;
using System.Text;
using Parquet.Serialization;
using Rollouts.Core.Problems;

namespace Rollouts.Core.Tests.Problems;

/// <summary>The formats, shapes and faults of problem files.</summary>
public sealed class DataFormatTests : IDisposable
{
    private const string Held = """{"question":"Held?","answer":"#### 1"}""";

    private readonly string _folder = Directory.CreateTempSubdirectory("formats").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Gzip_holds_the_same_problems()
    {
        Write("test.jsonl", Held);
        WritePacked("train.jsonl.gz", Lines(50));
        var set = Load(new() { Source = "gsm8k" });
        Assert.Equal((50, "How many 37?", "gsm8k/train/38"), (set.Train.Length, set.Train[37].Statement, set.Train[37].Id.Value));
    }

    [Fact]
    public async Task Parquet_holds_the_same_problems_whatever_its_row_groups()
    {
        await WriteParquetAsync("train.parquet", [.. Enumerable.Range(0, 50).Select(place => new Row { question = $"How many {place}?", answer = $"#### {place}" })], groupSize: 7);
        Write("test.jsonl", Held);
        var set = Load(new() { Source = "gsm8k" });
        Assert.Equal((50, "How many 37?", "37"), (set.Train.Length, set.Train[37].Statement, set.Train[37].Answer));
    }

    [Fact]
    public async Task Parquet_may_hold_lists_and_groups()
    {
        var rows = Enumerable.Range(0, 3).Select(place => new NestedRow
        {
            prompt = [new() { role = "system", content = "Be brief." }, new() { role = "user", content = $"2+{place}?" }],
            reward_model = new() { ground_truth = $"{2 + place}", difficulty = 1.5 }, steps = ["Add.", "#### " + (2 + place)], index = place,
        });
        await ParquetSerializer.SerializeAsync(rows, Path.Combine(_folder, "train.parquet"), cancellationToken: TestContext.Current.CancellationToken);
        Write("test.jsonl", """{"prompt":[{},{"content":"held"}],"reward_model":{"ground_truth":1},"steps":["1"]}""");
        var fields = new FieldOptions { Statement = "prompt.1.content", Answer = "reward_model.ground_truth", Tags = ["reward_model.difficulty", "index"] };
        var problem = Load(new() { Source = "jsonl", Fields = fields }).Train[2];
        Assert.Equal(("2+2?", "4"), (problem.Statement, problem.Answer));
        Assert.Equal(["Add.\n", "#### 4"], problem.Steps);
        Assert.Equal(["1.5", "2"], problem.Tags);
    }

    [Fact]
    public async Task Shards_of_a_configuration_folder_are_one_split()
    {
        await WriteParquetAsync("main/train-00001-of-00002.parquet", [new() { question = "b", answer = "#### 2" }]);
        await WriteParquetAsync("main/train-00000-of-00002.parquet", [new() { question = "a", answer = "#### 1" }]);
        await WriteParquetAsync("main/test-00000-of-00001.parquet", [new() { question = "c", answer = "#### 3" }]);
        var set = Load(new() { Source = "gsm8k" });
        Assert.Equal(["a", "b"], set.Train.Select(problem => problem.Statement));
        Assert.Equal(2, set.Train.Select(problem => problem.Id).Distinct().Count());
    }

    [Fact]
    public async Task A_bad_row_of_parquet_is_named_by_its_row()
    {
        await WriteParquetAsync("train.parquet", [new() { question = "a", answer = "#### 1" }, new() { question = "b", answer = null }], groupSize: 1);
        Write("test.jsonl", Held);
        Assert.Contains("train.parquet: row 2: \"answer\" should be a text", Refusal(new() { Source = "gsm8k" }), StringComparison.Ordinal);
        var set = Load(new() { Source = "gsm8k", BadLines = BadLines.Skip });
        Assert.Equal((1, 1), (set.Train.Length, set.SkippedCount));
    }

    [Theory]
    [InlineData("train.parquet", "can't be read as Parquet")]
    [InlineData("train.jsonl.gz", "gzip file is damaged")]
    public void A_damaged_file_is_named(string name, string expected)
    {
        File.WriteAllBytes(Path.Combine(_folder, name), [.. "PAR1 no more than that"u8]);
        Write("test.jsonl", Held);
        Assert.Contains(expected, Refusal(new() { Source = "gsm8k" }), StringComparison.Ordinal);
    }

    [Fact]
    public void A_field_map_leads_to_fields_of_other_names_and_inside_them()
    {
        const string line = """{"prompt":[{"content":"2+3?"}],"reward_model":{"ground_truth":5.0},"work":"2 and 3.\nFive.","uid":"x/7","subject":"sums","levels":[1,2]}""";
        Write("train.jsonl", line);
        Write("test.jsonl", line.Replace("2+3", "3+2", StringComparison.Ordinal).Replace("x/7", "x/8", StringComparison.Ordinal));
        var fields = new FieldOptions { Statement = "prompt.0.content", Answer = "reward_model.ground_truth", Solution = "work", Id = "uid", Tags = ["subject", "levels"] };
        var problem = Load(new() { Source = "jsonl", Fields = fields }).Train[0];
        Assert.Equal(("x/7", "2+3?", "5"), (problem.Id.Value, problem.Statement, problem.Answer));
        Assert.Equal(["2 and 3.\n", "Five.\n", "#### 5"], problem.Steps);
        Assert.Equal(["sums", "1", "2"], problem.Tags);
    }

    [Fact]
    public void Gsm8k_is_read_by_a_field_map_alone()
    {
        Write("train.jsonl", Lines(3));
        Write("test.jsonl", Held);
        var set = Load(new() { Source = "jsonl", Fields = new() { Statement = "question", Solution = "answer" } });
        Assert.Equal(("How many 2?", "2"), (set.Train[2].Statement, set.Train[2].Answer));
    }

    [Fact]
    public void DeepMath_has_training_problems_only_and_some_are_held_out()
    {
        Write("train.jsonl", string.Join('\n', Enumerable.Range(0, 20).Select(place =>
            $$"""{"question":"Q{{place}}","final_answer":"\\frac{1}{2}","difficulty":5.5,"topic":"Algebra","r1_solution_1":"Halve it.\nSo \\boxed{0.5}.","r1_solution_2":"","r1_solution_3":""}""")));
        var set = Load(new() { Source = "deepmath", HeldOutCount = 5 });
        Assert.Equal((15, 5), (set.Train.Length, set.HeldOut.Length));
        Assert.Empty(set.Train.Select(problem => problem.Id).Intersect(set.HeldOut.Select(problem => problem.Id)));
        Assert.Equal((@"\frac{1}{2}", "deepmath/train/"), (set.Train[0].Answer, set.Train[0].Id.Value[..15]));
        Assert.Equal(["Halve it.\n", "So \\boxed{0.5}."], set.Train[0].Steps);
        Assert.Equal(["Algebra", "5.5"], set.Train[0].Tags);
        Assert.Contains("problems.held_out_count", Refusal(new() { Source = "deepmath" }), StringComparison.Ordinal);
        Assert.Contains("none is left", Refusal(new() { Source = "deepmath", HeldOutCount = 20 }), StringComparison.Ordinal);
    }

    [Fact]
    public void Bad_lines_are_skipped_counted_and_the_first_named()
    {
        Write("train.jsonl", Lines(3) + "\n{\n\"\\ud800\"\n{\"question\":\"\\ud800\",\"answer\":\"#### 1\"}\n" + string.Concat(Enumerable.Repeat("[]\n", 6)) + Lines(2, first: 10));
        Write("test.jsonl", Held);
        var set = Load(new() { Source = "gsm8k", BadLines = BadLines.Skip });
        Assert.Equal((5, 9), (set.Train.Length, set.SkippedCount));
        Assert.Contains(set.Warnings, warning => warning.Contains("train.jsonl:4", StringComparison.Ordinal));
        Assert.Contains(set.Warnings, warning => warning.Contains("9 lines of", StringComparison.Ordinal));
        Assert.Contains("problems.bad_lines", Refusal(new() { Source = "gsm8k" }), StringComparison.Ordinal);
    }

    [Fact]
    public void A_line_that_is_not_utf8_is_named()
    {
        File.WriteAllBytes(Path.Combine(_folder, "train.jsonl"), [.. Encoding.UTF8.GetBytes(Lines(1) + "\n{\"question\":\""), 0xFF, .. "\"}"u8]);
        Write("test.jsonl", Held);
        Assert.Contains("train.jsonl:2: this line is not UTF-8", Refusal(new() { Source = "gsm8k" }), StringComparison.Ordinal);
    }

    [Fact]
    public void Byte_order_mark_carriage_returns_and_long_lines_are_read()
    {
        var text = new string('x', 3_000_000);
        File.WriteAllText(Path.Combine(_folder, "train.jsonl"), $$"""{"question":"a {{text}}","answer":"#### 1"}""" + "\r\n\r\n" + """{"question":"b","answer":"#### 2"}""", new UTF8Encoding(true));
        Write("test.jsonl", Held);
        var set = Load(new() { Source = "gsm8k" });
        Assert.Equal((2, 3_000_002, "b"), (set.Train.Length, set.Train[0].Statement.Length, set.Train[1].Statement));
    }

    [Fact]
    public void Repetitions_are_reported_and_stay()
    {
        Write("train.jsonl", Lines(3) + "\n" + Lines(2).Replace("many ", "many  ", StringComparison.Ordinal));
        Write("test.jsonl", Held);
        var set = Load(new() { Source = "gsm8k" });
        Assert.Equal(5, set.Train.Length);
        Assert.Contains("2 of the 5 problems", set.Warnings.Single(), StringComparison.Ordinal);
        Assert.Contains("train.jsonl:4 repeats", set.Warnings.Single(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_changes_under_way_is_noticed()
    {
        Write("train.jsonl", Lines(3));
        Write("test.jsonl", Held);
        var set = Load(new() { Source = "gsm8k" });
        Write("train.jsonl", Lines(3, first: 5));
        File.SetLastWriteTimeUtc(Path.Combine(_folder, "train.jsonl"), DateTime.UtcNow.AddMinutes(1));
        Assert.Contains("was changed while it was in use", Assert.Throws<InvalidInputException>(() => set.Train[0]).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(StepRule.Lines, 2)]
    [InlineData(StepRule.Sentences, 3)]
    [InlineData(StepRule.Source, 2)]
    public void The_recipe_may_choose_the_steps(StepRule rule, int count)
    {
        Write("train.jsonl", """{"question":"a","answer":"One. Two.\n#### 2"}""");
        Write("test.jsonl", Held);
        Assert.Equal(count, Load(new() { Source = "gsm8k", Steps = rule }).Train[0].Steps.Length);
    }

    private static string Lines(int count, int first = 0) =>
        string.Join('\n', Enumerable.Range(first, count).Select(place => $$"""{"question":"How many {{place}}?","answer":"#### {{place}}"}"""));

    private ProblemSet Load(ProblemOptions options) => ProblemSets.Load(options with { Data = _folder });

    private string Refusal(ProblemOptions options) => Assert.Throws<InvalidInputException>(() => Load(options)).Message;

    private void Write(string name, string content) => File.WriteAllText(Path.Combine(_folder, name), content);

    private void WritePacked(string name, string content)
    {
        using var stream = new GZipStream(File.Create(Path.Combine(_folder, name)), CompressionLevel.Fastest);
        stream.Write(Encoding.UTF8.GetBytes(content));
    }

    private async Task WriteParquetAsync(string name, Row[] rows, int groupSize = 1000)
    {
        var path = Path.Combine(_folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        await ParquetSerializer.SerializeAsync(rows, path, new() { RowGroupSize = groupSize });
    }

    private sealed class NestedRow
    {
        public List<Message> prompt { get; set; } = [];

        public Reward? reward_model { get; set; }

        public List<string> steps { get; set; } = [];

        public long index { get; set; }
    }

    private sealed class Message
    {
        public string? role { get; set; }

        public string? content { get; set; }
    }

    private sealed class Reward
    {
        public string? ground_truth { get; set; }

        public double difficulty { get; set; }
    }

    private sealed class Row
    {
        public string? question { get; set; }

        public string? answer { get; set; }
    }
}
