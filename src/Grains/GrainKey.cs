namespace Rollouts.Grains;

/// <summary>Keys of grains that belong to a run: <c>{run}/{name}</c>. A run id has no slash; the name may have some.</summary>
public static class GrainKey
{
    /// <summary>The key.</summary>
    public static string Of(string run, string name) => $"{run}/{name}";

    /// <summary>Its parts.</summary>
    public static (string Run, string Name) Split(string key)
    {
        var slash = key.IndexOf('/', StringComparison.Ordinal);
        return slash > 0
            ? (key[..slash], key[(slash + 1)..])
            : throw new ArgumentException($"A key is <run>/<name>; found '{key}'.", nameof(key));
    }
}
