using System.Text.Json;
using Rollouts.Core.Tokenization.Templates;
using Rollouts.Support;

namespace Rollouts.Core.Tests.Tokenization;

/// <summary>Renderings of the reference library, or that it raises an error.</summary>
public sealed class ChatTemplateGoldenTests
{
    [Fact]
    public void Templates_are_rendered_as_the_reference_does()
    {
        var lines = File.ReadAllLines(Repository.RequireGolden("text", "chat_templates.jsonl"));
        Assert.NotEmpty(lines);
        foreach (var (line, index) in lines.Select((line, index) => (line, index)))
        {
            var golden = JsonSerializer.Deserialize<JsonElement>(line);
            string Render() => new ChatTemplate(golden.GetProperty("template").GetString()!).Render(golden);
            if (!golden.TryGetProperty("rendered", out var rendered) || rendered.ValueKind == JsonValueKind.Null) Assert.Throws<InvalidInputException>(Render);
            else Assert.True(rendered.GetString() == Render(), $"line {index + 1}: {Render()}\nThe reference has: {rendered}");
        }
    }
}
