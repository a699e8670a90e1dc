using System.Globalization;
using Rollouts.Core.Hints;

namespace Rollouts.Bench;

/// <summary>The hint schedule on synthetic problems beside an independent simulation of it.</summary>
internal sealed class ControllerBenchmark : IBenchmark
{
    public string Name => "controller";

    public string Description => "accuracy by round of the hint schedule on synthetic problems, beside an independent simulation";

    public int Run(string[] args)
    {
        var repetitions = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 20;
        Console.WriteLine($"600 problems x {repetitions} repetitions, 4 rounds x 8 rollouts, target 0.5");
        // The reference allowed the whole solution and carried the last rate; then the same with the project's defaults.
        Table(new() { AllowFull = true, Carry = CarriedRate.LastUsed }, repetitions);
        Table(new(), repetitions);
        return 0;
    }

    private static void Table(HintOptions options, int repetitions)
    {
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"\nallow_full {options.AllowFull}, carry {options.Carry}"));
        Console.WriteLine("| L | stored | epoch | ours, rounds 1 to 4 | reference | difference |");
        Console.WriteLine("| --- | --- | --- | --- | --- | --- |");
        var worst = 0.0;
        foreach (var (unitCount, stored, accuracies) in ControllerReference.Rows)
        {
            var ours = ControllerSimulation.Run(options with { StoredRate = stored }, unitCount, 3, 600, repetitions, seed: 1);
            for (var epoch = 0; epoch < 3; epoch++)
            {
                var row = Enumerable.Range(0, 4).Select(round => ours[epoch, round]).ToArray();
                var reference = accuracies[(4 * epoch)..(4 * epoch + 4)];
                var differences = row.Zip(reference, (a, b) => a - b).ToArray();
                worst = Math.Max(worst, differences.Max(Math.Abs));
                Console.WriteLine($"| {unitCount} | {stored} | {epoch + 1} | {Text(row, "F3")} | {Text(reference, "F3")} | {Text(differences, "+0.000;-0.000")} |");
            }
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"largest difference {worst:F3}"));
    }

    private static string Text(double[] values, string format) =>
        string.Join(' ', values.Select(value => value.ToString(format, CultureInfo.InvariantCulture)));
}
