using System.Text.Encodings.Web;
using System.Text.Json;
using Rollouts.Core.Problems.Files;
using Rollouts.Core.Runs;

namespace Rollouts.Core.Benchmarks;

/// <summary>The answers to one benchmark in a folder: <c>conditions.json</c>, and <c>answers.jsonl</c> with one answer a line, each written as
/// soon as it is judged. Opened again, it knows what is there already; a line that a crash cut short is dropped.</summary>
/// <remarks>Thread-safe; held by one process at a time.</remarks>
public sealed class AnswerFile : IDisposable
{
    private static readonly JsonSerializerOptions LineOptions = new(RunSpecificationJson.Options)
    {
        WriteIndented = false, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, IgnoreReadOnlyProperties = true,
    };

    private readonly HashSet<(string Problem, AnswerKind Kind, int Index)> _known = [];
    private readonly Lock _lock = new();
    private readonly string _path;
    private readonly FileStream _stream;

    private AnswerFile(string path)
    {
        _path = path;
        _stream = new(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        DropTornLine();
        foreach (var answer in Read()) _known.Add((answer.Problem, answer.Kind, answer.Index));
    }

    /// <summary>Answers there are.</summary>
    public int Count
    {
        get { lock (_lock) return _known.Count; }
    }

    /// <summary>Opens the answers of a folder, which is made if need be.</summary>
    /// <exception cref="InvalidInputException">The folder has answers under other conditions, or a damaged line.</exception>
    public static AnswerFile Open(string folder, BenchmarkConditions conditions)
    {
        Directory.CreateDirectory(folder);
        var (path, text) = (Path.Combine(folder, "conditions.json"), JsonSerializer.Serialize(conditions, RunSpecificationJson.Options));
        if (!File.Exists(path)) File.WriteAllText(path, text);
        else if (File.ReadAllText(path) is var found && found != text)
            throw new InvalidInputException($"{folder} holds answers under other conditions:\n{Differences(found, text)}\nGive the same options as then, or choose another folder with --out.");
        return new(Path.Combine(folder, "answers.jsonl"));
    }

    /// <summary>Whether an answer is there.</summary>
    public bool Has(string problem, AnswerKind kind, int index)
    {
        lock (_lock) return _known.Contains((problem, kind, index));
    }

    /// <summary>Writes an answer; it is in the file when this returns.</summary>
    public void Add(BenchmarkAnswer answer)
    {
        var line = JsonSerializer.SerializeToUtf8Bytes(answer, LineOptions);
        lock (_lock)
        {
            if (!_known.Add((answer.Problem, answer.Kind, answer.Index))) throw new InvalidOperationException($"{answer.Problem} has its {answer.Kind} answer {answer.Index} already.");
            _stream.Seek(0, SeekOrigin.End);
            _stream.Write([.. line, (byte)'\n']);
            _stream.Flush();
        }
    }

    /// <summary>All answers, in the order of the file; none may be added meanwhile.</summary>
    public IEnumerable<BenchmarkAnswer> Read()
    {
        _stream.Position = 0;
        foreach (var row in JsonLines.Read(_path, _stream)) yield return Parse(row);
    }

    /// <inheritdoc/>
    public void Dispose() => _stream.Dispose();

    private void DropTornLine()
    {
        long whole = 0;
        foreach (var row in JsonLines.Read(_path, _stream))
        {
            var end = row.Offset!.Value + row.Utf8.Length + 1;
            if (end <= _stream.Length) whole = end; // the line break is there
        }

        _stream.SetLength(whole);
    }

    private BenchmarkAnswer Parse(DataRow row)
    {
        try
        {
            return JsonSerializer.Deserialize<BenchmarkAnswer>(row.Utf8.Span, LineOptions) ?? throw new JsonException("it is null.");
        }
        catch (JsonException error)
        {
            throw new InvalidInputException($"{_path}:{row.Number}: this line is no answer ({error.Message}); take it out, and it is answered again.", error);
        }
    }

    private static string Differences(string found, string wanted) => string.Join('\n', found.Split('\n').Except(wanted.Split('\n')).Select(line => $"  there: {line.Trim()}")
        .Concat(wanted.Split('\n').Except(found.Split('\n')).Select(line => $"  now:   {line.Trim()}")));
}
