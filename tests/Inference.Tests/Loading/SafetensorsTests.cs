using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Rollouts.Core;
using Rollouts.Core.Weights;
using Rollouts.Inference.Loading;
using Rollouts.Inference.Tests.Model;

namespace Rollouts.Inference.Tests.Loading;

public sealed class SafetensorsTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("safetensors").FullName;

    [Theory]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"b":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""", 8, "an overlap")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"b":{"dtype":"F32","shape":[1],"data_offsets":[8,12]}}""", 12, "a gap")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", 4, "cut off")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", 9, "something follows")]
    [InlineData("""{"a":{"dtype":"F32","shape":[3],"data_offsets":[0,8]}}""", 8, "needs 12 bytes")]
    [InlineData("""{"a":{"dtype":"F32","shape":[-1],"data_offsets":[0,4]}}""", 4, "shape [-1]")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2147483647,2147483647,2147483647],"data_offsets":[0,4]}}""", 4, "impossible shape")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""", 8, "2 times")]
    [InlineData("""{"a":{"dtype":"I64","shape":[1],"data_offsets":[0,8]}}""", 8, "I64")]
    [InlineData("""{"a":{"shape":[1],"data_offsets":[0,4]}}""", 4, "header")]
    [InlineData("""[]""", 0, "header")]
    [InlineData("""{"a":""", 0, "header")]
    public void A_damaged_file_is_refused_with_its_reason(string header, int dataLength, string reason)
    {
        string path = WriteFile(Encoding.UTF8.GetByteCount(header), header, dataLength);
        var error = Assert.Throws<InvalidInputException>(() => SafetensorsFile.Open(path));
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
        Assert.Contains(path, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(1000)]
    [InlineData(long.MaxValue)]
    public void A_header_longer_than_the_file_is_refused(long length) =>
        Assert.Contains("header claims", Assert.Throws<InvalidInputException>(() => SafetensorsFile.Open(WriteFile(length, "{}", 0))).Message, StringComparison.Ordinal);

    [Fact]
    public void An_empty_file_is_refused()
    {
        string path = Path.Combine(folder, "empty");
        File.WriteAllBytes(path, []);
        Assert.Throws<InvalidInputException>(() => SafetensorsFile.Open(path));
    }

    [Fact]
    public void What_is_written_is_read_and_its_hash_is_the_files()
    {
        WeightSet weights = SmallModel.Weights();
        WeightFile[] files = PolicyFolder.Save(folder, weights, null);
        Assert.Equal(weights.Values, PolicyFolder.Load(folder).Values);
        Assert.Equal(weights.Config, PolicyFolder.Load(folder).Config);
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(Path.Combine(folder, PolicyFolder.WeightsName)))), files[^1].Sha256);
    }

    [Fact]
    public void Brain_floats_are_within_half_a_unit_of_their_last_place()
    {
        WeightSet weights = SmallModel.Weights();
        PolicyFolder.Save(folder, weights, null, NumberFormat.BF16);
        float[] read = PolicyFolder.Load(folder).Values;
        for (int i = 0; i < read.Length; i++) Assert.Equal(weights.Values[i], read[i], Math.Abs(weights.Values[i]) / 256);
    }

    [Fact]
    public void Missing_left_over_and_misshapen_tensors_are_listed_by_name()
    {
        PolicyFolder.Save(folder, SmallModel.Weights(), null);
        string config = Path.Combine(folder, PolicyFolder.ConfigName);
        File.WriteAllText(config, File.ReadAllText(config).Replace("\"model_type\": \"llama\"", "\"model_type\": \"qwen2\"", StringComparison.Ordinal)
            .Replace("\"vocab_size\": 23", "\"vocab_size\": 24", StringComparison.Ordinal).Replace("\"num_hidden_layers\": 2", "\"num_hidden_layers\": 1", StringComparison.Ordinal));
        string message = Assert.Throws<InvalidInputException>(() => PolicyFolder.Load(folder)).Message;
        Assert.Contains("missing: model.layers.0.self_attn.q_proj.bias", message, StringComparison.Ordinal);
        Assert.Contains("of another shape: model.embed_tokens.weight [23, 32] instead of [24, 32]", message, StringComparison.Ordinal);
        Assert.Contains("left over: model.layers.1.", message, StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private string WriteFile(long headerLength, string header, int dataLength)
    {
        string path = Path.Combine(folder, "model.safetensors");
        var length = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(length, headerLength);
        File.WriteAllBytes(path, [.. length, .. Encoding.UTF8.GetBytes(header), .. new byte[dataLength]]);
        return path;
    }
}
