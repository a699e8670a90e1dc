using Rollouts.Build;
using TorchSharp;

namespace Rollouts.Inference.Tests.Native;

public sealed class TorchNativeTests
{
    private static readonly byte[] Anchor = System.Text.Encoding.ASCII.GetBytes(TorchNative.Anchor);

    [Fact]
    public void Torch_adds_two_tensors()
    {
        using var scope = torch.NewDisposeScope();
        float[] sum = (torch.tensor(new[] { 1f, 2f }) + torch.tensor(new[] { 10f, 20f })).data<float>().ToArray();
        Assert.Equal([11f, 22f], sum);
    }

    [Fact]
    public void Relaxing_changes_one_bit_once()
    {
        byte[] shipped = Shipped(), relaxed = [.. shipped];
        Assert.True(TorchNative.Relax(relaxed));
        int changed = Assert.Single(Enumerable.Range(0, shipped.Length), i => shipped[i] != relaxed[i]);
        Assert.Equal(2, shipped[changed] ^ relaxed[changed]);
        Assert.False(TorchNative.Relax(relaxed));
    }

    [Fact]
    public void Another_symbol_of_that_version_is_refused()
    {
        byte[] library = Shipped();
        library[library.AsSpan().IndexOf(Anchor) + 1] = (byte)'X';
        byte[] before = [.. library];
        var error = Assert.Throws<InvalidDataException>(() => TorchNative.Relax(library));
        Assert.Contains("_XSt21ios_base_library_initv", error.Message, StringComparison.Ordinal);
        Assert.Equal(before, library);
    }

    [Fact]
    public void A_file_that_is_no_library_is_refused() =>
        Assert.Throws<InvalidDataException>(() => TorchNative.Relax(new byte[100]));

    // The copy in the output folder may already be relaxed, so the bit is put back.
    private static byte[] Shipped()
    {
        string path = Path.Combine(AppContext.BaseDirectory, "libLibTorchSharp.so");
        if (!File.Exists(path)) Assert.Skip("Only Linux builds hold libLibTorchSharp.so.");
        return TorchNativeBytes.WithStrictNeed(File.ReadAllBytes(path));
    }
}
