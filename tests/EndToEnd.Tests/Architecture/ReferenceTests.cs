using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Xml.Linq;
using Rollouts.Support;

namespace Rollouts.EndToEnd.Tests.Architecture;

/// <summary>Who may know whom: Client → Silo → Grains, Inference, Trainer → Core.</summary>
public sealed class ReferenceTests
{
    public static TheoryData<string, string> Projects => new()
    {
        { "Core", "" },
        { "Grains", "Core" },
        { "Inference", "Core" },
        { "Trainer", "Inference" },
        { "Silo", "Grains Inference Trainer" },
        { "Client", "Silo" },
    };

    public static TheoryData<string, string> Forbidden => new()
    {
        { "Rollouts.Core", "TorchSharp" },
        { "Rollouts.Core", "Orleans.Runtime" },
        { "Rollouts.Core", "Orleans.Server" },
        { "Rollouts.Core", "Microsoft.Data.Sqlite" },
        { "Rollouts.Grains", "TorchSharp" },
        { "Rollouts.Grains", "Rollouts.Inference" },
        { "Rollouts.Grains", "Rollouts.Trainer" },
        { "Rollouts.Inference", "Orleans.Runtime" },
        { "Rollouts.Inference", "Rollouts.Grains" },
        { "Rollouts.Trainer", "Orleans.Runtime" },
        { "Rollouts.Trainer", "Rollouts.Grains" },
        { "Rollouts.Silo", "Spectre.Console" },
        { "rollouts", "TorchSharp" },
    };

    [Theory]
    [MemberData(nameof(Projects))]
    public void A_project_references_only_its_neighbours(string project, string neighbours)
    {
        var file = XDocument.Load(Path.Combine(Repository.Root, "src", project, project + ".csproj"));
        var referenced = file.Descendants("ProjectReference").Select(reference => Path.GetFileNameWithoutExtension(reference.Attribute("Include")!.Value));
        Assert.Equal(neighbours.Split(' ', StringSplitOptions.RemoveEmptyEntries), referenced.Order());
    }

    [Theory]
    [MemberData(nameof(Forbidden))]
    public void An_assembly_knows_nothing_of_what_is_not_its_business(string assembly, string forbidden)
    {
        var references = References(assembly);
        Assert.NotEmpty(references);
        Assert.DoesNotContain(forbidden, references);
    }

    private static string[] References(string assembly)
    {
        using var file = new PEReader(File.OpenRead(Path.Combine(AppContext.BaseDirectory, assembly + ".dll")));
        var metadata = file.GetMetadataReader();
        return [.. metadata.AssemblyReferences.Select(handle => metadata.GetString(metadata.GetAssemblyReference(handle).Name))];
    }
}
