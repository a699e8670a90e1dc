using System.Runtime.Intrinsics;

namespace Rollouts.Inference.Engine.Kernels;

/// <summary>Rotary positions: pair (i, i + D/2) of a head turns by position · frequency i (Su et al. 2021, equation 34, in the halves
/// order of the Llama and Qwen checkpoints).</summary>
/// <param name="cosines">Shape [positions, D/2].</param>
/// <param name="sines">Shape [positions, D/2].</param>
/// <param name="half">D/2.</param>
internal sealed unsafe class Rotary(float[] cosines, float[] sines, int half)
{
    /// <summary>Turns one head in place and multiplies it by <paramref name="scale"/>.</summary>
    public void Apply(float* head, int position, float scale)
    {
        fixed (float* cosine = &cosines[position * half], sine = &sines[position * half])
        {
            var i = 0;
            for (; i + 16 <= half; i += 16)
            {
                Vector512<float> a = Vector512.Load(head + i), b = Vector512.Load(head + half + i);
                Vector512<float> c = Vector512.Load(cosine + i), s = Vector512.Load(sine + i);
                ((a * c - b * s) * scale).Store(head + i);
                ((b * c + a * s) * scale).Store(head + half + i);
            }
            for (; i < half; i++)
            {
                float a = head[i], b = head[half + i];
                head[i] = (a * cosine[i] - b * sine[i]) * scale;
                head[half + i] = (b * cosine[i] + a * sine[i]) * scale;
            }
        }
    }
}
