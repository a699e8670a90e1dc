namespace Rollouts.Core.Verification.Reading;

/// <summary>What a comma between digits means where both can be meant.</summary>
internal enum CommaMeaning
{
    /// <summary>1,234 is a thousand and more.</summary>
    Thousands,

    /// <summary>1,234 is 1 and 234.</summary>
    Separator,

    /// <summary>1,234 is a little more than one.</summary>
    Decimal,
}
