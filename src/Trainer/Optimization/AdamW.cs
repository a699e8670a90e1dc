using System.Runtime.Intrinsics;
using Rollouts.Core.Training;

namespace Rollouts.Trainer.Optimization;

/// <summary>AdamW (Loshchilov, Hutter 2019, algorithm 2) over one flat array: one pass, weight decay on a prefix.</summary>
/// <remarks>Every element is computed alone, so the result does not depend on vector width.</remarks>
public sealed class AdamW
{
    /// <summary>Fresh moments.</summary>
    /// <param name="length">P, parameters.</param>
    public AdamW(int length) => (First, Second) = (new float[length], new float[length]);

    /// <summary>m, the running mean of the gradient. Shape [P].</summary>
    public float[] First { get; }

    /// <summary>v, the running mean of its square. Shape [P].</summary>
    public float[] Second { get; }

    /// <summary>Updates made.</summary>
    public int UpdateCount { get; set; }

    /// <summary>Moves the parameters against the gradient.</summary>
    /// <param name="values">θ. Shape [P].</param>
    /// <param name="gradients">∂L/∂θ. Shape [P].</param>
    /// <param name="decayedLength">How many of the first parameters decay.</param>
    /// <param name="options">β1, β2, ε and the decay.</param>
    /// <param name="rate">Learning rate of this update.</param>
    /// <param name="gradientScale">Multiplies the gradient first: the clip.</param>
    public void Update(
        Span<float> values, ReadOnlySpan<float> gradients, int decayedLength, OptimizerOptions options, double rate, double gradientScale)
    {
        if (values.Length != First.Length || gradients.Length != First.Length)
            throw new ArgumentException($"Expected {First.Length} parameters and gradients; got {values.Length} and {gradients.Length}.");
        UpdateCount++;
        var step = new Coefficients(options, rate, gradientScale, UpdateCount);
        Run(values[..decayedLength], gradients[..decayedLength], 0, step, (float)(1 - rate * options.WeightDecay));
        Run(values[decayedLength..], gradients[decayedLength..], decayedLength, step, 1);
    }

    private void Run(Span<float> values, ReadOnlySpan<float> gradients, int offset, in Coefficients step, float keep)
    {
        Span<float> first = First.AsSpan(offset, values.Length), second = Second.AsSpan(offset, values.Length);
        var width = Vector512<float>.Count;
        var i = 0;
        for (; i <= values.Length - width; i += width)
        {
            var gradient = Vector512.Create(gradients.Slice(i, width)) * step.Scale;
            var m = Vector512.Create<float>(first.Slice(i, width)) * step.Beta1 + gradient * (1 - step.Beta1);
            var v = Vector512.Create<float>(second.Slice(i, width)) * step.Beta2 + gradient * gradient * (1 - step.Beta2);
            var moved = m / (Vector512.Sqrt(v) * step.RootCorrection + Vector512.Create(step.Epsilon)) * step.Rate;
            m.CopyTo(first[i..]);
            v.CopyTo(second[i..]);
            (Vector512.Create<float>(values.Slice(i, width)) * keep - moved).CopyTo(values[i..]);
        }

        for (; i < values.Length; i++)
        {
            var gradient = gradients[i] * step.Scale;
            first[i] = first[i] * step.Beta1 + gradient * (1 - step.Beta1);
            second[i] = second[i] * step.Beta2 + gradient * gradient * (1 - step.Beta2);
            values[i] = values[i] * keep - first[i] / (MathF.Sqrt(second[i]) * step.RootCorrection + step.Epsilon) * step.Rate;
        }
    }

    private readonly struct Coefficients(OptimizerOptions options, double rate, double scale, int update)
    {
        public readonly float Scale = (float)scale;
        public readonly float Beta1 = (float)options.Beta1;
        public readonly float Beta2 = (float)options.Beta2;
        public readonly float Epsilon = (float)options.Epsilon;

        /// <summary>Learning rate over 1 - β1^t.</summary>
        public readonly float Rate = (float)(rate / (1 - Math.Pow(options.Beta1, update)));

        /// <summary>1 / √(1 - β2^t).</summary>
        public readonly float RootCorrection = (float)(1 / Math.Sqrt(1 - Math.Pow(options.Beta2, update)));
    }
}
