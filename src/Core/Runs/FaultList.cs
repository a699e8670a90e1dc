using System.Globalization;
using System.Numerics;

namespace Rollouts.Core.Runs;

/// <summary>Collects what is wrong with a specification, so that a person mends all of it at once.</summary>
internal sealed class FaultList
{
    private readonly List<SpecificationFault> _faults = [];

    public IReadOnlyList<SpecificationFault> Faults => _faults;

    public void Require(bool holds, string path, object? found, string expected, string remedy)
    {
        if (!holds) _faults.Add(new(path, Text(found), expected, remedy));
    }

    public void AtLeast<T>(string path, T value, T least, string remedy) where T : INumber<T> =>
        Require(value >= least, path, value, $"{Text(least)} or more", remedy);

    public void Above(string path, double value, double bound, string remedy) =>
        Require(value > bound, path, value, $"a number above {Text(bound)}", remedy);

    public void Within(string path, double value, double low, double high, string remedy) =>
        Require(value >= low && value <= high, path, value, $"a number from {Text(low)} to {Text(high)}", remedy);

    public void OneOf(string path, string value, params string[] words) =>
        Require(words.Contains(value), path, $"'{value}'", "one of " + string.Join(", ", words), "Choose one of them.");

    private static string Text(object? value) => value switch
    {
        null => "empty",
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString()!,
    };
}
