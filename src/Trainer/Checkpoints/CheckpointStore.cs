using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Rollouts.Core;
using Rollouts.Core.Runs;

namespace Rollouts.Trainer.Checkpoints;

/// <summary>The checkpoints of a run: one folder each, whole or not there.</summary>
public sealed class CheckpointStore
{
    private const string ManifestName = "checkpoint.json", ValuesName = "values.f32", FirstName = "first-moments.f32",
        SecondName = "second-moments.f32", ReferenceName = "reference.f32";

    private readonly string folder;
    private readonly RunSpecification specification;
    private readonly int parameterCount;
    private readonly Func<string, Stream> create;

    /// <summary>The checkpoints in a folder, which need not be there yet.</summary>
    /// <param name="folder">Folder of checkpoints.</param>
    /// <param name="specification">The run's; a checkpoint of another one is refused.</param>
    /// <param name="parameterCount">P of the run's policy.</param>
    public CheckpointStore(string folder, RunSpecification specification, int parameterCount)
        : this(folder, specification, parameterCount, path => File.Create(path)) { }

    internal CheckpointStore(string folder, RunSpecification specification, int parameterCount, Func<string, Stream> create) =>
        (this.folder, this.specification, this.parameterCount, this.create) = (folder, specification, parameterCount, create);

    /// <summary>Writes a checkpoint, then removes the oldest beyond <see cref="CheckpointOptions.Keep"/>.</summary>
    /// <exception cref="IOException">It can't be written, for example because the disk is full; earlier checkpoints are untouched.</exception>
    public void Save(TrainingState state, int epoch)
    {
        var path = Path.Combine(folder, NameOf(state.Phase, state.Step));
        try
        {
            DurableFolder.Write(path, temporary => Fill(temporary, state, epoch));
        }
        catch (IOException error)
        {
            throw new IOException($"The checkpoint {path} can't be written: {error.Message} Make room or mend the disk and resume; earlier checkpoints are untouched.", error);
        }

        foreach (var old in NewestFirst().Skip(Math.Max(1, specification.Checkpoint.Keep)))
            DurableFolder.Remove(old);
    }

    /// <summary>The newest checkpoint that is good; null if there is none at all.</summary>
    /// <param name="refused">One sentence for each newer one that can't be used.</param>
    /// <exception cref="InvalidInputException">There are checkpoints and none is good; the message has every reason.</exception>
    public TrainingState? Newest(out IReadOnlyList<string> refused)
    {
        var reasons = new List<string>();
        refused = reasons;
        DurableFolder.RemoveUnfinished(folder);
        foreach (var path in NewestFirst())
        {
            try
            {
                return Read(path);
            }
            catch (Exception error) when (error is InvalidDataException or JsonException or IOException)
            {
                reasons.Add($"The checkpoint {path} can't be used: {error.Message.TrimEnd('.')}.");
            }
        }

        return reasons.Count == 0 ? null : throw new InvalidInputException(
            $"{string.Join(" ", reasons)} No other is left; move {folder} away to begin the run anew.");
    }

    private void Fill(string temporary, TrainingState state, int epoch)
    {
        var arrays = new List<(string Name, float[] Values)>
        {
            (ValuesName, state.Values), (FirstName, state.FirstMoments), (SecondName, state.SecondMoments),
        };
        if (state.Reference is not null) arrays.Add((ReferenceName, state.Reference));
        var manifest = new CheckpointManifest
        {
            Phase = state.Phase, Step = state.Step, UpdateCount = state.UpdateCount, ParameterCount = parameterCount, Epoch = epoch,
            Seed = specification.Seed, SpecificationSha256 = Hash(specification),
            Files = [.. arrays.Select(array => CheckpointFiles.Write(temporary, array.Name, array.Values, create))],
        };
        using var stream = create(Path.Combine(temporary, ManifestName));
        JsonSerializer.Serialize(stream, manifest, RunSpecificationJson.Options);
        CheckpointFiles.Flush(stream);
    }

    private TrainingState Read(string path)
    {
        var manifest = ReadManifest(path);
        float[] Array(string name) => CheckpointFiles.Read(
            path, manifest.Files.FirstOrDefault(file => file.Name == name) ?? throw new InvalidDataException($"it does not list {name}"), parameterCount);
        var hasReference = manifest.Files.Any(file => file.Name == ReferenceName);
        return new(
            manifest.Phase, manifest.Step, manifest.UpdateCount, Array(ValuesName), Array(FirstName), Array(SecondName),
            hasReference ? Array(ReferenceName) : null);
    }

    private CheckpointManifest ReadManifest(string path)
    {
        var file = Path.Combine(path, ManifestName);
        if (!File.Exists(file))
            throw new InvalidDataException($"{ManifestName} is missing");
        using var document = JsonDocument.Parse(File.ReadAllBytes(file));
        if (!document.RootElement.TryGetProperty("format_version", out var version) || version.GetInt32() != CheckpointManifest.CurrentFormat)
            throw new InvalidDataException($"its format version is {version}, and this program reads {CheckpointManifest.CurrentFormat}; resume with the program that wrote it");
        var manifest = document.RootElement.Deserialize<CheckpointManifest>(RunSpecificationJson.Options)!;
        if (manifest.SpecificationSha256 != Hash(specification))
            throw new InvalidDataException("it belongs to a run with another specification");
        return manifest.ParameterCount == parameterCount ? manifest
            : throw new InvalidDataException($"it has {manifest.ParameterCount} parameters and the policy has {parameterCount}");
    }

    private IEnumerable<string> NewestFirst() => Directory.Exists(folder)
        ? Directory.EnumerateDirectories(folder).Where(path => Path.GetFileName(path).StartsWith("step-", StringComparison.Ordinal))
            .OrderByDescending(Path.GetFileName, StringComparer.Ordinal)
        : [];

    // Training sorts after the warm start, and every step after the one before.
    private static string NameOf(RunPhase phase, int step) =>
        FormattableString.Invariant($"step-{(phase == RunPhase.Training ? 1 : 0)}-{step:D8}");

    private static string Hash(RunSpecification specification) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(RunSpecificationJson.Write(specification))));
}
