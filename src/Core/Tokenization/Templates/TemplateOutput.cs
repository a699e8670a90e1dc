using System.Text;

namespace Rollouts.Core.Tokenization.Templates;

/// <summary>What has been rendered.</summary>
/// <param name="budget">What the rendering may use.</param>
internal sealed class TemplateOutput(RenderBudget budget)
{
    private readonly StringBuilder _text = new();

    /// <summary>Adds a text.</summary>
    public void Append(string text)
    {
        budget.SpendText(text.Length);
        RenderBudget.RequireLength((long)_text.Length + text.Length);
        _text.Append(text);
    }

    /// <inheritdoc/>
    public override string ToString() => _text.ToString();
}
