using System.Text;
using Rollouts.Core;
using Rollouts.Inference.Loading;
using Rollouts.Inference.Loading.Adapters;
using Rollouts.Inference.Tests.Model;

namespace Rollouts.Inference.Tests.Loading;

/// <summary>Files that are damaged at random are refused with a reason, or read as what they then say; nothing else happens.</summary>
public sealed class DamageTests : IDisposable
{
    private const int TrialCount = 1500;
    private const long MostBytes = 4_000_000;

    private readonly string folder = Directory.CreateTempSubdirectory("damage").FullName;

    public static TheoryData<string> Files => ["config.json", "model.safetensors", "model.safetensors.index.json", "adapter_config.json", "adapter_model.safetensors"];

    [Theory, MemberData(nameof(Files))]
    public void A_damaged_file_is_refused_in_words_and_costs_no_memory(string name)
    {
        var limit = name == "model.safetensors.index.json" ? 9000 : long.MaxValue;
        PolicyFolder.Save(folder, SmallModel.Weights(), null, new SaveOptions { ShardBytes = limit });
        AdapterFolder.Save(folder, new Adapter(new() { Rank = 2, Alpha = 4, Targets = new("all-linear") }, SmallModel.Config));
        string path = Path.Combine(folder, name);
        byte[] whole = File.ReadAllBytes(path);
        var (random, refusedCount) = (new Random(17), 0);
        for (int trial = 0; trial < TrialCount; trial++)
        {
            File.WriteAllBytes(path, Damage(whole, random));
            long before = GC.GetAllocatedBytesForCurrentThread();
            if (!IsRead(name)) refusedCount++;
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, MostBytes);
        }

        Assert.InRange(refusedCount, TrialCount / 4, TrialCount);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private bool IsRead(string name)
    {
        try
        {
            if (name.StartsWith("adapter", StringComparison.Ordinal)) AdapterFolder.Load(folder, SmallModel.Config);
            else PolicyFolder.Load(folder);
            return true;
        }
        catch (InvalidInputException refusal)
        {
            Assert.NotEmpty(refusal.Message);
            return false;
        }
    }

    // Where the description is: bytes changed, digits above all, a piece left out or put in twice, or the end cut off.
    private static byte[] Damage(byte[] whole, Random random)
    {
        List<byte> bytes = [.. whole];
        int length = Math.Min(whole.Length, 4000), at = random.Next(length), piece = random.Next(1, Math.Min(40, whole.Length - at) + 1);
        switch (random.Next(5))
        {
            case 0:
                bytes[at] = (byte)random.Next(256);
                break;
            case 1:
                int[] digits = [.. Enumerable.Range(0, length).Where(i => char.IsAsciiDigit((char)whole[i]))];
                bytes[digits[random.Next(digits.Length)]] = (byte)('0' + random.Next(10));
                break;
            case 2:
                bytes.RemoveRange(at, piece);
                break;
            case 3:
                bytes.InsertRange(at, random.Next(2) == 0 ? whole[at..(at + piece)] : Encoding.ASCII.GetBytes("999999999"));
                break;
            default:
                bytes.RemoveRange(at, whole.Length - at);
                break;
        }

        return [.. bytes];
    }
}
