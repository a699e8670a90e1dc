using System.CommandLine;
using Rollouts.Client.Runs;
using Rollouts.Core;
using Rollouts.Core.Tokenization;
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
        var type = new Option<string>("--dtype") { Description = "How numbers are written: f32 as trained, bf16 at half the size.", DefaultValueFactory = _ => "f32" };
        type.AcceptOnlyFromAmong("f32", "bf16");
        var command = new Command("export", "Writes a run's newest policy: config.json, model.safetensors, tokenizer.json.") { run, folder, type };
        command.SetAction(parsed => Execute(
            application, application.Runs.Find(parsed.GetRequiredValue(run)), Path.GetFullPath(parsed.GetRequiredValue(folder)),
            parsed.GetValue(type) == "bf16" ? NumberFormat.BF16 : NumberFormat.F32));
        return command;
    }

    private static int Execute(Application application, StoredRun run, string folder, NumberFormat format)
    {
        if (File.Exists(Path.Combine(folder, PolicyFolder.WeightsName)))
            throw new InvalidInputException($"{folder} holds a policy already. Choose another folder, or remove that one first.");
        var policy = run.PolicyFolders().FirstOrDefault() ?? throw new InvalidInputException($"{run.Id} has published no policy yet. Wait for its first step.");
        var files = PolicyFolder.Save(folder, PolicyFolder.Load(policy), TokenizerFile.Load(policy), format);
        application.Console.WriteLine($"{folder}: {string.Join(", ", files.Select(file => $"{file.Name} {file.Bytes} bytes"))}, sha256 {files[^1].Sha256}");
        return ExitCode.Done;
    }
}
