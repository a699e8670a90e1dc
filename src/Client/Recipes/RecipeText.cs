using Rollouts.Core;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Rollouts.Client.Recipes;

/// <summary>YAML as a person wrote it, which knows where each of its words stands.</summary>
/// <param name="Root">The document's only node.</param>
/// <param name="Name">File name, or the option that carries the text.</param>
/// <param name="HasLines">Whether a line number means anything: true for files.</param>
internal sealed record RecipeText(YamlNode Root, string Name, bool HasLines)
{
    /// <summary>Where a node stands, for messages: <c>quickstart.yaml:12</c>, or the option's own text.</summary>
    public string PlaceOf(YamlNode node) => HasLines ? $"{Name}:{node.Start.Line}" : Name;

    /// <summary>Reads a recipe file.</summary>
    /// <exception cref="InvalidInputException">It can't be read, or isn't one YAML mapping.</exception>
    public static RecipeText ReadFile(string path)
    {
        try
        {
            var text = Parse(File.ReadAllText(path), path, hasLines: true);
            return text.Root is YamlMappingNode
                ? text
                : throw new InvalidInputException($"{text.PlaceOf(text.Root)}: expected keys with values, such as 'steps: 250', and found no key. Write the recipe as a YAML mapping.");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new InvalidInputException($"The recipe {path} can't be read: {error.Message} Check the path and its permissions.", error);
        }
    }

    /// <summary>Reads one YAML document.</summary>
    public static RecipeText Parse(string yaml, string name, bool hasLines)
    {
        try
        {
            var stream = new YamlStream();
            stream.Load(new StringReader(yaml));
            return stream.Documents.Count == 1
                ? new(stream.Documents[0].RootNode, name, hasLines)
                : throw new InvalidInputException($"{name}: expected one YAML document, found {stream.Documents.Count}. Keep one and remove the rest.");
        }
        catch (YamlException error)
        {
            var place = hasLines ? $"{name}:{error.Start.Line}" : name;
            throw new InvalidInputException($"{place}: this isn't valid YAML: {error.Message} Mend the line; keys look like 'steps: 250', nested keys are indented by two spaces.", error);
        }
    }
}
