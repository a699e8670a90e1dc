using System.CommandLine;
using Rollouts.Client.Runs;
using Rollouts.Core;
using Rollouts.Inference.Loading;
using Spectre.Console;

namespace Rollouts.Client.Commands;

/// <summary><c>rollouts export</c>: a run's newest policy in the Hugging Face layout.</summary>
internal static class ExportCommand
{
    public static Command Create(Application application)
    {
        var run = Arguments.Run();
        var folder = new Argument<string>("folder") { Description = "Where to; must not hold a policy yet." };
        var type = new Option<string>("--dtype") { Description = "How numbers are written: f32 as trained, bf16 or f16 at half the size.", DefaultValueFactory = _ => "f32" };
        var shard = new Option<int>("--shard-megabytes") { Description = "Largest weight file in MB; beyond it they are cut into shards with an index.", DefaultValueFactory = _ => 5000 };
        type.AcceptOnlyFromAmong("f32", "bf16", "f16");
        shard.Validators.Add(result => { if (result.GetValueOrDefault<int>() < 1) result.AddError("--shard-megabytes should be at least 1."); });
        var command = new Command("export", "Writes a run's newest policy: config.json, model.safetensors, tokenizer.json.") { run, folder, type, shard };
        command.SetAction(parsed => Execute(
            application, application.Runs.Find(parsed.GetRequiredValue(run)), Path.GetFullPath(parsed.GetRequiredValue(folder)),
            Enum.Parse<NumberFormat>(parsed.GetValue(type)!, ignoreCase: true), parsed.GetValue(shard) * 1_000_000L));
        return command;
    }

    private static int Execute(Application application, StoredRun run, string folder, NumberFormat format, long shardBytes)
    {
        if (PolicyFolder.HasWeights(folder))
            throw new InvalidInputException($"{folder} holds a policy already. Choose another folder, or remove that one first.");
        var policy = run.PolicyFolders().FirstOrDefault() ?? throw new InvalidInputException($"{run.Id} has published no policy yet. Wait for its first step.");
        var files = PolicyFolder.Save(folder, PolicyFolder.Load(policy), null, new SaveOptions { Format = format, Source = policy, ShardBytes = shardBytes });
        application.Console.WriteLine($"{folder}: {string.Join(", ", files.Select(file => $"{file.Name} {file.Bytes} bytes"))}, sha256 {files[^1].Sha256}");
        return ExitCode.Done;
    }
}
