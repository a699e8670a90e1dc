namespace Rollouts.Grains;

/// <summary>Who is working on what until when. In memory only: after a restart nothing is lent.</summary>
internal sealed class Leases<T>(TimeProvider time, TimeSpan term) where T : notnull
{
    private readonly Dictionary<T, (string Worker, DateTimeOffset Deadline)> _lent = [];

    /// <summary>Things that are lent.</summary>
    public int Count => _lent.Count;

    /// <summary>Lends something for a term.</summary>
    public void Lend(T thing, string worker) => _lent[thing] = (worker, time.GetUtcNow() + term);

    /// <summary>Whether a lease holds; one past its deadline is forgotten.</summary>
    public bool Holds(T thing)
    {
        if (!_lent.TryGetValue(thing, out var lease)) return false;
        if (lease.Deadline > time.GetUtcNow()) return true;
        _lent.Remove(thing);
        return false;
    }

    /// <summary>Begins all of a worker's terms anew.</summary>
    public void Renew(string worker)
    {
        foreach (var (thing, lease) in _lent.ToArray())
            if (lease.Worker == worker) Lend(thing, worker);
    }

    /// <summary>Ends a lease.</summary>
    public void Return(T thing) => _lent.Remove(thing);

    /// <summary>Ends all leases.</summary>
    public void Clear() => _lent.Clear();
}
