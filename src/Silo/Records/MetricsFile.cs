namespace Rollouts.Silo.Records;

/// <summary><c>metrics.jsonl</c>: lines are appended, and where a step is made again after a resume its line and all later ones go first.</summary>
internal sealed class MetricsFile : IDisposable
{
    private readonly string _path;
    // Without their texts: those are in the file.
    private readonly List<MetricLine> _known = [];
    private StreamWriter? _writer;

    public MetricsFile(string path)
    {
        _path = path;
        Keep(_ => true);
    }

    /// <summary>Writes a line, in place of those that it replaces.</summary>
    public void Write(MetricLine line)
    {
        if (_known.Exists(line.Replaces)) Keep(known => !line.Replaces(known));
        _known.Add(line with { Text = "" });
        _writer!.Write(line.Text + "\n");
        _writer.Flush();
    }

    /// <summary>Whether the measurement of a version has its line.</summary>
    public bool HasEvaluation(int version) => _known.Exists(line => line.Event == MetricLine.Evaluation && line.Step == version);

    public void Dispose() => _writer?.Dispose();

    // A last line that a crash has cut short is no line, and goes as well.
    private void Keep(Predicate<MetricLine> wanted)
    {
        Dispose();
        MetricLine[] kept = File.Exists(_path) ? [.. File.ReadLines(_path).Select(MetricLine.Read).OfType<MetricLine>().Where(line => wanted(line))] : [];
        _known.Clear();
        _known.AddRange(kept.Select(line => line with { Text = "" }));
        AtomicFile.Write(_path, string.Concat(kept.Select(line => line.Text + "\n")));
        _writer = new(new FileStream(_path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete));
    }
}
