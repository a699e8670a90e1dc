using Rollouts.Core;
using Rollouts.Core.Runs;
using Rollouts.Silo;

// rollouts-silo --run <folder>: goes on with the run in a folder until it ends. SIGTERM and Ctrl-C stop it cleanly.
if (args is not ["--run", var path])
{
    await Console.Error.WriteLineAsync("Usage: rollouts-silo --run <folder of a run>");
    return 2;
}

try
{
    var folder = new RunFolder(Path.GetFullPath(path));
    if (!File.Exists(folder.Specification)) throw new InvalidInputException($"{folder.Path} is not a run folder: it has no specification.json.");
    var specification = RunSpecificationJson.Read(await File.ReadAllTextAsync(folder.Specification));
    await using var host = await RunHost.StartAsync(folder, specification, new(), CancellationToken.None);
    return await RunToEnd.WaitAsync(host);
}
catch (InvalidInputException error)
{
    await Console.Error.WriteLineAsync(error.Message);
    return 1;
}
