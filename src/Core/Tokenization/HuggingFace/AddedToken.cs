namespace Rollouts.Core.Tokenization.HuggingFace;

/// <summary>A token that is found in the text before anything else cuts it.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Content">Its text.</param>
/// <param name="IsSpecial">Whether it steers instead of being text.</param>
/// <param name="TakesLeft">Whether white space before it belongs to it.</param>
/// <param name="TakesRight">Whether white space after it belongs to it.</param>
/// <param name="IsSingleWord">Whether it is found only where no letter or digit touches it.</param>
/// <param name="IsNormalized">Whether it is looked for in the normalized text.</param>
internal sealed record AddedToken(
    int Id, string Content, bool IsSpecial = false, bool TakesLeft = false, bool TakesRight = false, bool IsSingleWord = false, bool IsNormalized = false)
{
    /// <summary>Reads an entry of <c>added_tokens</c>.</summary>
    public static AddedToken Read(Component component) => Read(component, component.Number("id"));

    /// <summary>Reads an entry whose id is known, as in <c>added_tokens_decoder</c>.</summary>
    public static AddedToken Read(Component component, int id)
    {
        var isSpecial = component.Flag("special", false);
        var token = new AddedToken(
            id, component.Text("content"), isSpecial, component.Flag("lstrip", false), component.Flag("rstrip", false),
            component.Flag("single_word", false), component.Flag("normalized", !isSpecial));
        component.Ignore("__type").Done();
        return token;
    }
}
