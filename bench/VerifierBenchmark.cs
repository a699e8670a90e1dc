using System.Diagnostics;
using System.Globalization;
using Rollouts.Core.Tests.Verification;
using Rollouts.Core.Verification;

namespace Rollouts.Bench;

/// <summary>Both error rates of the verifier on the table of the tests, category by category, and the time of one verdict.</summary>
internal sealed class VerifierBenchmark : IBenchmark
{
    private const int VerdictCount = 20_000;

    public string Name => "verifier";

    public string Description => "error rates on tests/Core.Tests/Verification/equality.txt by category, and microseconds a verdict";

    public int Run(string[] args)
    {
        var cases = EqualityTable.Read(args.Length > 0 ? args[0] : Directory.GetCurrentDirectory());
        Console.WriteLine(EqualityTable.Report(cases)); // and the compiler has had its turn
        var microseconds = new double[VerdictCount];
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var index = 0; index < VerdictCount; index++)
        {
            var start = Stopwatch.GetTimestamp();
            _ = AnswerVerifier.ExplainAnswer(cases[index % cases.Length].Reference, cases[index % cases.Length].Answer);
            microseconds[index] = Stopwatch.GetElapsedTime(start).TotalMicroseconds;
        }

        var bytes = (GC.GetAllocatedBytesForCurrentThread() - before) / VerdictCount;
        Array.Sort(microseconds);
        var (median, late) = (microseconds[VerdictCount / 2], microseconds[VerdictCount * 99 / 100]);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"\n{VerdictCount} verdicts: median {median:F0} µs, mean {microseconds.Average():F0} µs, 99 % {late:F0} µs, {bytes} bytes each"));
        return 0;
    }
}
