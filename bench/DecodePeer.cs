using System.Diagnostics;
using System.IO.Compression;
using Rollouts.Inference.Model;
using TorchSharp;

namespace Rollouts.Bench;

/// <summary>The reference implementation's graph as TorchScript: one bare decode step, without sampling, all rows at the same position.</summary>
internal sealed class DecodePeer : IDisposable
{
    private readonly torch.jit.ScriptModule _module;

    public DecodePeer(string compressedPath)
    {
        var path = Path.GetTempFileName();
        using (var source = new GZipStream(File.OpenRead(compressedPath), CompressionMode.Decompress))
        using (var target = File.Create(path))
            source.CopyTo(target);
        _module = torch.jit.load(path);
        File.Delete(path);
    }

    /// <summary>Seconds for the steps at positions <paramref name="first"/> to <paramref name="end"/>, exclusive.</summary>
    public double Measure(ModelConfig config, int rowCount, int first, int end)
    {
        using var mode = torch.inference_mode();
        using var scope = torch.NewDisposeScope();
        long[] shape = [config.Layers, rowCount, config.KeyValueHeads, end, config.HeadWidth];
        var (keys, values) = (torch.zeros(shape), torch.zeros(shape));
        var ids = torch.zeros(rowCount, torch.int64);
        var start = Stopwatch.GetTimestamp();
        for (long position = first; position < end; position++)
            using (torch.NewDisposeScope())
                _module.invoke<torch.Tensor>("step", ids, position, keys, values);
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    public void Dispose() => _module.Dispose();
}
