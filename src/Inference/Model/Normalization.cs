using static TorchSharp.torch;

namespace Rollouts.Inference.Model;

/// <summary>RMSNorm (Zhang, Sennrich 2019, eq. 4): x / √(mean x² + ε) · w over the last dimension.</summary>
internal static class Normalization
{
    public static Tensor Apply(Tensor x, Tensor weight, double epsilon)
    {
        Tensor inverse = x.square().mean([-1], keepdim: true).add(epsilon).rsqrt();
        return x.mul(inverse).mul(weight);
    }
}
