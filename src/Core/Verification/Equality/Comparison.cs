namespace Rollouts.Core.Verification.Equality;

/// <summary>Whether two things are equal, and why, as a clause that ends a sentence.</summary>
internal readonly record struct Comparison(bool AreEqual, string Reason)
{
    public static Comparison Same(string reason) => new(true, reason);

    public static Comparison Different(string reason) => new(false, reason);
}
