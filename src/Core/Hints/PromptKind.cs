namespace Rollouts.Core.Hints;

/// <summary>What is put around a problem's statement.</summary>
public enum PromptKind { /// <summary>The recipe's own text, <see cref="Weights.ModelOptions.PromptTemplate"/>.</summary>
    Plain, /// <summary>The text of DeepSeek-R1-Zero (arXiv 2501.12948, table 1), for policies that were never taught to chat.</summary>
    R1Zero, /// <summary>The checkpoint's own chat template.</summary>
    Chat }
