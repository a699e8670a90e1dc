using System.Buffers.Binary;
using System.Text;
using Rollouts.Core;
using Rollouts.Inference.Loading;

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
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"shape":[1],"data_offsets":[0,4]}}""", 4, "a field twice")]
    [InlineData("""{"a":{"dtype":"F32","shape":[99999999999],"data_offsets":[0,4]}}""", 4, "header")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4,8]}}""", 4, "3 offsets")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[-4,0]}}""", 4, "from -4 to 0")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[9223372036854775804,9223372036854775807]}}""", 4, "needs 4 bytes")]
    [InlineData("""{"__metadata__":{"format":1}}""", 0, "__metadata__")]
    [InlineData(""" {}""", 0, "begin with {")]
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
