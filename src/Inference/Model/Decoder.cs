using Rollouts.Core.Rollouts;
using Rollouts.Inference.Loading;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn.functional;

namespace Rollouts.Inference.Model;

/// <summary>The decoder with gradients: the one definition of the model that is trained.</summary>
/// <remarks>All weights are one flat float32 tensor, and so are all gradients; the tensors that the layers use are views of them.
/// Optimizer, clip and copying therefore work on one array. Not thread-safe.</remarks>
public sealed class Decoder : IDisposable
{
    private readonly Tensor values;
    private readonly Tensor gradients;
    private readonly DecoderLayer[] layers;
    private readonly Tensor embedding, output, finalNorm;
    private readonly RotaryPositions rotary;

    /// <summary>A decoder with the given weights.</summary>
    /// <param name="weights">Copied.</param>
    /// <param name="device">Where it computes; null = CPU.</param>
    public Decoder(WeightSet weights, Device? device = null)
    {
        ArgumentNullException.ThrowIfNull(weights);
        Config = weights.Config;
        Layout = weights.Layout;
        values = tensor(weights.Values, device: device ?? CPU).DetachFromDisposeScope();
        gradients = zeros_like(values).DetachFromDisposeScope();
        var views = new WeightViews(Layout, values, gradients);
        embedding = views.Of(WeightNames.Embedding);
        output = Config.TieEmbeddings ? embedding : views.Of(WeightNames.Output);
        finalNorm = views.Of(WeightNames.FinalNorm);
        layers = [.. Enumerable.Range(0, Config.Layers).Select(layer => new DecoderLayer(Config, views, layer))];
        rotary = new(Config, values.device);
    }

    /// <summary>Shape and arithmetic.</summary>
    public ModelConfig Config { get; }

    /// <summary>Which tensor lies where in <see cref="Values"/> and <see cref="Gradients"/>.</summary>
    public WeightLayout Layout { get; }

    /// <summary>All weights, shape [P]; changing it changes the model. The first <see cref="WeightLayout.MatrixLength"/> are matrices.</summary>
    public Tensor Values => values;

    /// <summary>The gradient of all weights, shape [P]; backward passes add to it.</summary>
    public Tensor Gradients => gradients;

    /// <summary>Runs the layers.</summary>
    /// <param name="batch">B rows of T tokens.</param>
    /// <returns>What the output matrix reads, after the last norm. Shape [B·T, hidden]; in the padding it means nothing.</returns>
    public Tensor Forward(PackedBatch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        using var scope = NewDisposeScope();
        Tensor ids = tensor(batch.TokenIds, device: values.device);
        using var context = new AttentionContext(batch, rotary, Config, values.device);
        Tensor hidden = embedding.index_select(0, ids);
        foreach (DecoderLayer layer in layers) hidden = layer.Forward(hidden, context);
        return Normalization.Apply(hidden, finalNorm, Config.NormEpsilon).MoveToOuterDisposeScope();
    }

    /// <summary>The scores of every token id.</summary>
    /// <param name="hidden">From <see cref="Forward"/>, or some of its rows; shape [N, hidden].</param>
    /// <returns>Shape [N, V].</returns>
    public Tensor Logits(Tensor hidden) => linear(hidden, output);

    /// <summary>Log-probabilities of given tokens and the entropy at their places.</summary>
    /// <param name="hidden">From <see cref="Forward"/>; shape [B·T, hidden].</param>
    /// <param name="places">Flat places whose next token is judged, see <see cref="PackedBatch.PlacesBefore"/>; shape [N].</param>
    /// <param name="targets">The tokens that followed; shape [N].</param>
    /// <param name="distribution">Temperature and ids that are never drawn; null = <see cref="TokenDistribution.Plain"/>.</param>
    /// <returns>Both in nats, shape [N], with gradients.</returns>
    /// <exception cref="ArgumentException">A target is an id that is never drawn.</exception>
    public TokenScores Score(Tensor hidden, int[] places, int[] targets, TokenDistribution? distribution = null)
    {
        ArgumentNullException.ThrowIfNull(hidden);
        ArgumentNullException.ThrowIfNull(places);
        ArgumentNullException.ThrowIfNull(targets);
        if (places.Length != targets.Length)
            throw new ArgumentException($"{places.Length} places have {targets.Length} targets; expected as many.", nameof(targets));
        distribution ??= TokenDistribution.Plain;
        foreach (int id in distribution.ForbiddenIds)
            if (targets.Contains(id)) throw new ArgumentException($"Token {id} is to be scored, but it is never drawn (padding).", nameof(targets));
        return OutputHead.Score(hidden, output, places, targets, distribution);
    }

    /// <summary>Sets the gradient to zero.</summary>
    public void ClearGradients()
    {
        using var _ = no_grad();
        gradients.zero_();
    }

    /// <summary>Copies the weights out.</summary>
    public WeightSet Read()
    {
        var weights = new WeightSet(Config);
        using var onHost = values.to(CPU, copy: values.device_type != DeviceType.CPU);
        onHost.data<float>().CopyTo(weights.Values);
        return weights;
    }

    /// <summary>Copies weights in.</summary>
    /// <exception cref="ArgumentException">They are of another model.</exception>
    public void Write(WeightSet weights)
    {
        ArgumentNullException.ThrowIfNull(weights);
        if (weights.Config != Config) throw new ArgumentException($"The weights are of {weights.Config}, expected {Config}.", nameof(weights));
        using var source = tensor(weights.Values);
        using var _ = no_grad();
        values.copy_(source);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        rotary.Dispose();
        foreach (DecoderLayer layer in layers) layer.Dispose();
        foreach (Tensor tensor in new[] { embedding, output, finalNorm, values, gradients }) tensor.Dispose();
    }
}
