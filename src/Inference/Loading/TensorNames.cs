using Rollouts.Core;

namespace Rollouts.Inference.Loading;

/// <summary>Compares the tensors that files hold with those that are expected.</summary>
internal static class TensorNames
{
    /// <summary>Demands that every expected tensor is there in its shape, and no other.</summary>
    /// <param name="folder">Where they are.</param>
    /// <param name="what">What is wrong with them otherwise.</param>
    /// <param name="expected">Names and shapes.</param>
    /// <param name="found">What the files hold, by name.</param>
    /// <param name="isRedundant">Whether a tensor that is not expected does no harm.</param>
    /// <exception cref="InvalidInputException">Tensors are missing, left over or of another shape; they are listed by name.</exception>
    public static void RequireFit(
        string folder, string what, IReadOnlyCollection<WeightEntry> expected, IReadOnlyDictionary<string, SafetensorsEntry> found, Predicate<string> isRedundant)
    {
        var names = expected.Select(entry => entry.Name).ToHashSet();
        RequireNone(
            folder, what, ("missing", expected.Where(entry => !found.ContainsKey(entry.Name)).Select(entry => entry.Name)),
            ("of another shape", expected.Where(entry => found.TryGetValue(entry.Name, out var tensor) && !tensor.Shape.SequenceEqual(entry.Shape))
                .Select(entry => $"{entry.Name} {found[entry.Name].ShapeText} instead of [{string.Join(", ", entry.Shape)}]")),
            ("left over", found.Keys.Where(name => !names.Contains(name) && !isRedundant(name))));
    }

    /// <summary>Complains about tensors by name, each list under its heading; empty lists are no complaint.</summary>
    public static void RequireNone(string folder, string what, params (string Heading, IEnumerable<string> Names)[] lists)
    {
        string[] complaints = [.. lists.Select(list => (list.Heading, Names: list.Names.ToArray())).Where(list => list.Names.Length > 0)
            .Select(list => $"{list.Heading}: {string.Join(", ", list.Names)}")];
        if (complaints.Length > 0) throw new InvalidInputException($"The weights in {folder} {what}; {string.Join("; ", complaints)}.");
    }
}
