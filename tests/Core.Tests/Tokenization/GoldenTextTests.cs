using System.Text.Json;
using Rollouts.Core.Tokenization.HuggingFace;
using Rollouts.Support;

namespace Rollouts.Core.Tests.Tokenization;

/// <summary>Ids and decoded text of the reference library, for every tokenizer that the golden folder has texts of.</summary>
public sealed class GoldenTextTests
{
    [Fact]
    public void Ids_and_texts_are_the_references()
    {
        var count = 0;
        foreach (var file in Directory.EnumerateFiles(Repository.RequireGolden("text"), "*.jsonl").Where(IsOfTexts))
        {
            var pipeline = Load(Path.GetFileNameWithoutExtension(file));
            foreach (var (line, index) in File.ReadLines(file).Select((line, index) => (line, index)))
            {
                var golden = JsonSerializer.Deserialize<JsonElement>(line);
                var text = golden.GetProperty("text").GetString()!;
                var ids = golden.GetProperty("ids").Deserialize<int[]>()!;
                Assert.True(ids.AsSpan().SequenceEqual(pipeline.Encode(text)), $"{file}:{index + 1}: [{string.Join(", ", pipeline.Encode(text))}], the reference has [{string.Join(", ", ids)}].");
                Assert.Equal(golden.GetProperty("decoded").GetString(), pipeline.Decode(ids));
                count++;
            }
        }

        Assert.True(count > 0, "No golden text was found.");
    }

    private static bool IsOfTexts(string file) => JsonSerializer.Deserialize<JsonElement>(File.ReadLines(file).First()).TryGetProperty("ids", out _);

    private static TokenizerPipeline Load(string name)
    {
        var file = Path.Combine(Repository.Golden, "text", name + ".tokenizer.json");
        return File.Exists(file) ? TokenizerPipeline.Parse(File.ReadAllText(file), file) : TokenizerPipeline.Load(Repository.RequireData("tokenizers", name));
    }
}
