using System.Diagnostics;
using System.Globalization;
using System.Text;
using Rollouts.Core.Problems;

namespace Rollouts.Bench;

/// <summary>Loading of a great problem file, and what it leaves in memory.</summary>
internal sealed class ProblemFileBenchmark : IBenchmark
{
    private const int ReadCount = 10_000;

    public string Name => "problem-file";

    public string Description => "seconds and resident memory of loading 1,000,000 generated problems, and microseconds a problem read again ([problems])";

    public int Run(string[] args)
    {
        var count = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 1_000_000;
        var folder = Directory.CreateTempSubdirectory("rollouts-problems-");
        try
        {
            Write(Path.Combine(folder.FullName, "train.jsonl"), 0, count);
            Write(Path.Combine(folder.FullName, "test.jsonl"), count, 1000);
            Measure(new() { Source = "gsm8k", Data = folder.FullName }, new FileInfo(Path.Combine(folder.FullName, "train.jsonl")).Length);
        }
        finally
        {
            folder.Delete(recursive: true);
        }

        return 0;
    }

    private static void Measure(ProblemOptions options, long fileBytes)
    {
        var (before, watch) = (ResidentBytes(), Stopwatch.StartNew());
        var set = ProblemSets.Load(options);
        var (seconds, most) = (watch.Elapsed.TotalSeconds, PeakBytes());
        GC.Collect();
        var after = ResidentBytes();
        watch.Restart();
        var length = Enumerable.Range(0, ReadCount).Sum(visit => set.Train[ProblemChoice.At(1, set.Train.Length, visit).Problem].Statement.Length);
        var microseconds = watch.Elapsed.TotalMicroseconds / ReadCount;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{set.Train.Length} problems, {fileBytes >> 20} MiB: loaded in {seconds:F1} s; resident {before >> 20} MiB before, {after >> 20} MiB after, {most >> 20} MiB at most; {microseconds:F1} µs a problem read again in random order ({length / ReadCount} characters a statement)"));
    }

    private static void Write(string path, int first, int count)
    {
        using var writer = new StreamWriter(path, append: false, new UTF8Encoding(false), 1 << 20);
        for (var place = first; place < first + count; place++)
        {
            var (one, other) = (place % 997 + 2, place / 997 + 3);
            writer.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $$"""{"question":"A baker fills {{one}} trays with {{other}} rolls each, and after lunch she sells all but {{one}} of them at a stand by the road. How many rolls does she sell?","answer":"She bakes {{one}} * {{other}} = <<{{one}}*{{other}}={{one * other}}>>{{one * other}} rolls.\nSo she sells {{one * other}} - {{one}} = <<{{one * other}}-{{one}}={{one * other - one}}>>{{one * other - one}} rolls.\n#### {{one * other - one}}"}"""));
        }
    }

    private static long ResidentBytes()
    {
        using var process = Process.GetCurrentProcess();
        return process.WorkingSet64;
    }

    private static long PeakBytes()
    {
        using var process = Process.GetCurrentProcess();
        return process.PeakWorkingSet64;
    }
}
