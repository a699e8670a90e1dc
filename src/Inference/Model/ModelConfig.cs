using Rollouts.Core;
using Rollouts.Core.Weights;

namespace Rollouts.Inference.Model;

/// <summary>The shape and the arithmetic of a decoder of the Llama family; everything that decides its output but the weights.</summary>
/// <remarks>Block (Touvron et al. 2023; Llama): x + Attention(RMSNorm(x)), then x + SwiGLU(RMSNorm(x)); rotary positions
/// (Su et al. 2021) in the half-split layout of the Hugging Face checkpoints. Qwen2 adds biases to the query, key and value
/// projections, Qwen3 an RMSNorm over each query and key head; Mistral's attention looks back through a window.</remarks>
public sealed record ModelConfig
{
    // Far above any decoder that exists; a greater number is a damaged file, and would cost memory before it is found out.
    private const int MaximumLayers = 10_000;

    /// <summary><c>llama</c>, <c>qwen2</c>, <c>qwen3</c> or <c>mistral</c>: the name that is written into <c>config.json</c>.</summary>
    public required string Family { get; init; }

    /// <summary>V, token ids.</summary>
    public required int VocabularySize { get; init; }

    /// <summary>Width of the residual stream.</summary>
    public required int Hidden { get; init; }

    /// <summary>F, width of the SwiGLU.</summary>
    public required int Intermediate { get; init; }

    /// <summary>L, layers.</summary>
    public required int Layers { get; init; }

    /// <summary>H, query heads.</summary>
    public required int Heads { get; init; }

    /// <summary>K, key-value heads; divides <see cref="Heads"/>.</summary>
    public required int KeyValueHeads { get; init; }

    /// <summary>D, width of a head; even.</summary>
    public required int HeadWidth { get; init; }

    /// <summary>Positions that the model was made for.</summary>
    public required int ContextLength { get; init; }

    /// <summary>ε of every RMSNorm.</summary>
    public double NormEpsilon { get; init; } = 1e-6;

    /// <summary>θ: position p turns pair i by p·θ^(-2i/D).</summary>
    public double RopeTheta { get; init; } = 10_000;

    /// <summary>How the rotary frequencies are stretched; null = not at all.</summary>
    public RopeScaling? RopeScaling { get; init; }

    /// <summary>Whether the output matrix is the embedding.</summary>
    public bool TieEmbeddings { get; init; }

    /// <summary>Whether the query, key and value projections have biases.</summary>
    public bool AttentionBias { get; init; }

    /// <summary>Whether the output projection of the attention has a bias.</summary>
    public bool AttentionOutputBias { get; init; }

    /// <summary>Whether the projections of the SwiGLU have biases.</summary>
    public bool FeedForwardBias { get; init; }

    /// <summary>Whether each query and key head is normalised.</summary>
    public bool QueryKeyNorm { get; init; }

    /// <summary>W: where attention has a window, a token at position p sees those from p - W + 1 on (Mistral: Jiang et al. 2023);
    /// null = every layer sees everything before it.</summary>
    public int? SlidingWindow { get; init; }

    /// <summary>The first layer that has the window; all after it have it too.</summary>
    public int FirstWindowedLayer { get; init; }

    /// <summary>Rows of the joint query-key-value projection: (H + 2K)·D.</summary>
    public int ProjectionWidth => (Heads + 2 * KeyValueHeads) * HeadWidth;

    /// <summary>The window of a layer; null = none.</summary>
    public int? WindowOf(int layer) => layer >= FirstWindowedLayer ? SlidingWindow : null;

    /// <summary>The config of a new policy.</summary>
    /// <param name="options">Its shape.</param>
    /// <param name="vocabularySize">Ids of its tokenizer.</param>
    /// <exception cref="InvalidInputException">The shape is impossible; the message names the option.</exception>
    public static ModelConfig From(ModelOptions options, int vocabularySize)
    {
        ArgumentNullException.ThrowIfNull(options);
        var config = new ModelConfig
        {
            Family = "llama", VocabularySize = vocabularySize, Hidden = options.Hidden, Intermediate = options.Intermediate,
            Layers = options.Layers, Heads = options.Heads, KeyValueHeads = options.KeyValueHeads, HeadWidth = options.HeadWidth,
            ContextLength = options.ContextLength, RopeTheta = options.RopeTheta, TieEmbeddings = options.TieEmbeddings,
        };
        config.Validate("model");
        return config;
    }

    /// <summary>Checks that the numbers belong together.</summary>
    /// <param name="where">Whose they are, for the message.</param>
    /// <exception cref="InvalidInputException">They don't; the message names the number.</exception>
    public void Validate(string where)
    {
        RequirePositive(where, "vocabulary size", VocabularySize);
        RequirePositive(where, "hidden width", Hidden);
        RequirePositive(where, "intermediate width", Intermediate);
        Require(Layers is > 0 and <= MaximumLayers, where, $"the number of layers is {Layers}, expected 1 to {MaximumLayers}");
        RequirePositive(where, "number of heads", Heads);
        RequirePositive(where, "number of key-value heads", KeyValueHeads);
        RequirePositive(where, "head width", HeadWidth);
        RequirePositive(where, "context length", ContextLength);
        Require(Heads % KeyValueHeads == 0, where, $"{KeyValueHeads} key-value heads do not divide {Heads} heads");
        Require(HeadWidth % 2 == 0, where, $"the head width {HeadWidth} is odd; rotary positions turn pairs");
        Require(NormEpsilon is > 0 and < 1, where, $"the norm's epsilon {NormEpsilon} is not between 0 and 1");
        Require(RopeTheta > 1 && double.IsFinite(RopeTheta), where, $"the rotary base {RopeTheta} is not above 1");
        Require(SlidingWindow is null or > 0, where, $"the sliding window is {SlidingWindow}, expected at least 1");
        Require(RopeScaling is null || RopeScaling.IsPossible, where, $"the rotary scaling {RopeScaling} is impossible");
    }

    private static void RequirePositive(string where, string what, int value) =>
        Require(value > 0, where, $"the {what} is {value}, expected at least 1");

    private static void Require(bool condition, string where, string otherwise)
    {
        if (!condition) throw new InvalidInputException($"{where}: {otherwise}.");
    }
}
