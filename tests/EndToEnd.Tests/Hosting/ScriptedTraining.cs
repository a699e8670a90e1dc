using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Rollouts.Core.Experience;
using Rollouts.Core.Runs;
using Rollouts.Core.Training;
using Rollouts.Core.Weights;
using Rollouts.Silo;

namespace Rollouts.EndToEnd.Tests.Hosting;

/// <summary>A training loop whose weights are a hash of every batch in order: equal weights mean equal batches.</summary>
internal static class ScriptedTraining
{
    private const string WeightsName = "model.safetensors";

    public static void Run(RunContext run, ITrainingFeed feed, CancellationToken cancellationToken) => RunAsync(run, feed, cancellationToken).GetAwaiter().GetResult();

    public static string HashOf(string folder) => Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(Path.Combine(folder, WeightsName))));

    private static async Task RunAsync(RunContext run, ITrainingFeed feed, CancellationToken cancellationToken)
    {
        var (done, weights) = NewestCheckpoint(run.Folder);
        var epoch = await feed.BeginAsync(done, cancellationToken);
        await feed.PublishAsync(Write(run.Folder, weights, done, epoch), cancellationToken);
        for (var step = done + 1; step <= run.Specification.Steps; step++)
        {
            if (await feed.ReserveAsync(epoch, step, cancellationToken) is not { } batch) return;
            weights = SHA256.HashData([.. weights, .. Digest(batch)]);
            await feed.PublishAsync(Write(run.Folder, weights, step, epoch), cancellationToken);
            await feed.ReportAsync(epoch, new(step, Metrics(batch)), cancellationToken);
            if (step % run.Specification.Checkpoint.Every != 0 && step != run.Specification.Steps) continue;
            SaveCheckpoint(run.Folder, step, weights);
            await feed.CommitAsync(epoch, step, cancellationToken);
        }
    }

    private static Dictionary<string, double> Metrics(TrainingBatch batch) => new()
    {
        [MetricNames.Loss] = 0.5,
        [MetricNames.Reward] = batch.Groups.SelectMany(group => group.Rounds).SelectMany(round => round.Rollouts)
            .Where(rollout => !double.IsNaN(rollout.Reward)).Select(rollout => rollout.Reward).DefaultIfEmpty(0).Average(),
    };

    private static byte[] Digest(TrainingBatch batch)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var group in batch.Groups)
        {
            hash.AppendData(MemoryMarshal.AsBytes(group.Problem.AsSpan()));
            foreach (var rollout in group.Rounds.SelectMany(round => round.Rollouts))
            {
                hash.AppendData(MemoryMarshal.AsBytes(rollout.TokenIds.AsSpan()));
                hash.AppendData(BitConverter.GetBytes(rollout.Advantage));
            }
        }

        return hash.GetHashAndReset();
    }

    private static WeightManifest Write(RunFolder folder, byte[] weights, int version, int epoch)
    {
        var path = Path.Combine(folder.Weights, string.Create(CultureInfo.InvariantCulture, $"{epoch}-{version}"));
        Directory.CreateDirectory(path);
        File.WriteAllBytes(Path.Combine(path, WeightsName), weights);
        return new(new(version, HashOf(path)), epoch, path, [new(WeightsName, weights.Length, HashOf(path))]);
    }

    private static (int Step, byte[] Weights) NewestCheckpoint(RunFolder folder)
    {
        var path = Path.Combine(folder.Checkpoints, "newest");
        if (!File.Exists(path)) return (0, new byte[32]);
        var bytes = File.ReadAllBytes(path);
        return (BinaryPrimitives.ReadInt32LittleEndian(bytes), bytes[4..]);
    }

    private static void SaveCheckpoint(RunFolder folder, int step, byte[] weights)
    {
        Directory.CreateDirectory(folder.Checkpoints);
        var path = Path.Combine(folder.Checkpoints, "newest");
        File.WriteAllBytes(path + ".new", [.. BitConverter.GetBytes(step), .. weights]);
        File.Move(path + ".new", path, overwrite: true);
    }
}
