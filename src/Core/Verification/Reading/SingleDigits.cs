namespace Rollouts.Core.Verification.Reading;

/// <summary>Where LaTeX takes a single digit: <c>\frac12</c> is one half, <c>\sqrt25</c> is five times the root of two.</summary>
internal sealed class SingleDigits
{
    private readonly Stack<(char Close, int Expected)> _open = new();
    private int _expected;

    /// <summary>Whether the next digit is an argument of its own.</summary>
    public bool AreExpected => _expected > 0;

    /// <summary>A command was read.</summary>
    public void AfterCommand(string name)
    {
        var arguments = name switch { "frac" or "binom" => 2, "sqrt" => 1, _ => 0 };
        if (arguments > 0) _expected = arguments;
        else AfterAtom();
    }

    /// <summary>A number, letter or word was read.</summary>
    public void AfterAtom() => _expected = Math.Max(0, _expected - 1);

    /// <summary>A sign was read; braces, and the brackets right behind a root, enclose an argument.</summary>
    public void AfterSign(char sign, bool isBehindRoot)
    {
        if (sign == '{') Enter('}', Math.Max(0, _expected - 1));
        else if (sign == '[' && isBehindRoot) Enter(']', _expected);
        else if (_open.TryPeek(out var open) && open.Close == sign) _expected = _open.Pop().Expected;
        else _expected = 0;
    }

    private void Enter(char close, int expectedAfter)
    {
        _open.Push((close, expectedAfter));
        _expected = 0;
    }
}
