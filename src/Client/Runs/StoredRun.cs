using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Rollouts.Core;
using Rollouts.Core.Advantages;
using Rollouts.Core.Runs;
using Rollouts.Core.Tokenization;
using Rollouts.Inference.Loading;

namespace Rollouts.Client.Runs;

/// <summary>A run as its folder tells it; it may be going on in another process at the same time.</summary>
/// <param name="Folder">Its folder.</param>
internal sealed partial record StoredRun(RunFolder Folder)
{
    /// <summary>The folder's name.</summary>
    public RunId Id => new(Path.GetFileName(Folder.Path));

    /// <summary>What it runs.</summary>
    /// <exception cref="InvalidInputException">The file is missing or damaged.</exception>
    public RunSpecification Specification() => Read(Folder.Specification, RunSpecificationJson.Read);

    /// <summary>Where it stands, or null before the first summary was written. A run whose process was killed has had no chance
    /// to say so; it is told as stopped.</summary>
    /// <exception cref="InvalidInputException">The file is damaged.</exception>
    public RunSummary? Summary()
    {
        if (!File.Exists(Folder.Summary)) return null;
        var summary = Read(Folder.Summary, RunSummary.Read);
        return summary.Status == "running" && !IsHeld ? summary with { Status = "stopped" } : summary;
    }

    /// <summary>The metrics of every optimizer step, in step order; a line that is still being written is left out.</summary>
    public IReadOnlyList<IReadOnlyDictionary<string, double>> Metrics() =>
        !File.Exists(Folder.Metrics) ? [] : [.. ReadShared(Folder.Metrics).Split('\n').Select(Numbers).OfType<Dictionary<string, double>>()];

    /// <summary>Turns token ids into text as the run's policy does.</summary>
    /// <exception cref="InvalidInputException">The folder has no tokenizer yet.</exception>
    public Func<int[], string> Decoder()
    {
        var policy = PolicyFolders().FirstOrDefault()
            ?? throw new InvalidInputException($"{Id} has published no policy yet, so there is no tokenizer to read its rollouts with. Wait for its first step.");
        var tokenizer = TokenizerFile.Load(policy);
        return ids => tokenizer.Decode(ids);
    }

    /// <summary>Folders of the policies that are kept, the newest version first.</summary>
    public IEnumerable<string> PolicyFolders() => !Directory.Exists(Folder.Weights)
        ? []
        : Directory.EnumerateDirectories(Folder.Weights).Where(folder => File.Exists(Path.Combine(folder, PolicyFolder.WeightsName)))
            .Select(folder => (folder, name: PolicyName().Match(Path.GetFileName(folder)))).Where(policy => policy.name.Success)
            .OrderByDescending(policy => (Number(policy.name, "version"), Number(policy.name, "epoch"))).Select(policy => policy.folder);

    /// <summary>Steps whose rollouts are kept, in order.</summary>
    public IReadOnlyList<int> RecordedSteps => !Directory.Exists(Folder.Rollouts)
        ? []
        : [.. Directory.EnumerateFiles(Folder.Rollouts, "step-*.msgpack").Select(StepOf).OfType<int>().Order()];

    /// <summary>The rollouts that a step was trained on.</summary>
    /// <exception cref="InvalidInputException">There are none of this step, or the file is damaged.</exception>
    public CreditedGroup[] Rollouts(int step)
    {
        var path = Folder.RolloutsOf(step);
        if (!File.Exists(path))
        {
            var kept = RecordedSteps;
            var range = kept.Count == 0 ? "none are there yet" : $"there are steps {kept[0]} to {kept[^1]}";
            throw new InvalidInputException($"{Id} has no rollouts of step {step} ({path}); {range}. Choose another --step.");
        }

        try
        {
            return CreditedGroupFormat.Unpack(File.ReadAllBytes(path));
        }
        catch (InvalidDataException error)
        {
            throw new InvalidInputException($"{path}: {error.Message} The file is damaged or of another version of this program; other steps may still be read.", error);
        }
    }

    // The operating system lets go of the lock when its holder dies, however it dies.
    private bool IsHeld
    {
        get
        {
            var path = Path.Combine(Folder.Path, "run.lock");
            if (!File.Exists(path)) return false;
            try
            {
                using var free = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.None);
                return false;
            }
            catch (IOException)
            {
                return true;
            }
        }
    }

    private static T Read<T>(string path, Func<string, T> parse)
    {
        try
        {
            return parse(ReadShared(path));
        }
        catch (Exception error) when (error is JsonException or IOException)
        {
            throw new InvalidInputException($"{path} can't be read: {error.Message} It is written by the run itself; restore it from a copy of the run folder.", error);
        }
    }

    private static string ReadShared(string path)
    {
        using var reader = new StreamReader(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete));
        return reader.ReadToEnd();
    }

    private static Dictionary<string, double>? Numbers(string line)
    {
        if (!line.StartsWith('{') || !line.EndsWith('}')) return null;
        using var document = JsonDocument.Parse(line);
        if (!document.RootElement.TryGetProperty("event", out var name) || name.GetString() != "step") return null;
        return document.RootElement.EnumerateObject().Where(member => member.Value.ValueKind == JsonValueKind.Number)
            .ToDictionary(member => member.Name, member => member.Value.GetDouble());
    }

    private static int Number(Match name, string group) => int.Parse(name.Groups[group].ValueSpan, CultureInfo.InvariantCulture);

    private static int? StepOf(string path) =>
        int.TryParse(Path.GetFileNameWithoutExtension(path)["step-".Length..], out var step) ? step : null;

    // Only whole policies have this name; one that is still being written has another.
    [GeneratedRegex("^version-(?<version>[0-9]+)-epoch-(?<epoch>[0-9]+)$")]
    private static partial Regex PolicyName();
}
