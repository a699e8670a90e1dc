using Rollouts.Core.Hints;

namespace Rollouts.Core.Weights;

/// <summary>The policy: a checkpoint to begin with, or the shape of a new one.</summary>
public sealed record ModelOptions
{
    /// <summary>A folder in the Hugging Face layout to start from; null = a new policy of the shape below. A path is taken from
    /// the recipe's own folder first, then from the working folder.</summary>
    public string? Path { get; init; }

    /// <summary><c>characters</c> (the problem set's own alphabet), <c>bytes</c>, or <c>bpe:N</c> (N ids, trained on the training problems).</summary>
    public string Tokenizer { get; init; } = "characters";

    /// <summary>What is put around a problem: <c>plain</c> (<see cref="PromptTemplate"/>), <c>r1_zero</c>, or <c>chat</c> (the template of the
    /// checkpoint that <see cref="Path"/> names).</summary>
    public PromptKind Template { get; init; } = PromptKind.Plain;

    /// <summary>What the system says before the problem is asked, in a chat; null = nothing, or what the template itself says then.</summary>
    public string? SystemPrompt { get; init; }

    /// <summary>The day that a chat template which asks for one is told, so that a resumed run reads the same prompts; year-month-day.</summary>
    public string Day { get; init; } = "2024-07-26";

    /// <summary>What the policy reads before it answers where <see cref="Template"/> is plain; <c>{statement}</c> is replaced.</summary>
    public string PromptTemplate { get; init; } = "{statement}";

    /// <summary>L, layers.</summary>
    public int Layers { get; init; } = 4;

    /// <summary>Width of the residual stream.</summary>
    public int Hidden { get; init; } = 128;

    /// <summary>Width of the SwiGLU.</summary>
    public int Intermediate { get; init; } = 448;

    /// <summary>H, query heads.</summary>
    public int Heads { get; init; } = 4;

    /// <summary>K, key-value heads; divides <see cref="Heads"/>.</summary>
    public int KeyValueHeads { get; init; } = 2;

    /// <summary>D, width of a head; even.</summary>
    public int HeadWidth { get; init; } = 32;

    /// <summary>Base of the rotary positions.</summary>
    public double RopeTheta { get; init; } = 10_000;

    /// <summary>Whether the output matrix is the embedding.</summary>
    public bool TieEmbeddings { get; init; } = true;

    /// <summary>Longest prompt, hint and completion together, in tokens; of a checkpoint at most what it was made for.</summary>
    public int ContextLength { get; init; } = 256;
}
