using System.CommandLine;
using Rollouts.Client.Commands;
using Rollouts.Client.Recipes;
using Rollouts.Client.Runs;
using Rollouts.Core;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Rollouts.Client;

/// <summary>The console program with everything it reaches handed in.</summary>
/// <param name="Console">Where results go.</param>
/// <param name="Error">Where messages about what went wrong go.</param>
/// <param name="Recipes">Recipes that can be named.</param>
/// <param name="Runs">Runs that can be named.</param>
/// <param name="Time">The clock.</param>
internal sealed record Application(IAnsiConsole Console, TextWriter Error, RecipeCatalog Recipes, RunCatalog Runs, TimeProvider Time)
{
    /// <summary>Carries out a command line.</summary>
    /// <param name="stopping">Cancelled when a person wants the program to stop.</param>
    /// <returns>One of <see cref="ExitCode"/>.</returns>
    public async Task<int> InvokeAsync(string[] arguments, CancellationToken stopping)
    {
        var parsed = Root().Parse(arguments);
        if (parsed.Errors.Count > 0)
        {
            foreach (var error in parsed.Errors) Error.WriteLine(error.Message);
            Error.WriteLine("See: rollouts --help, or rollouts <command> --help.");
            return ExitCode.BadInput;
        }

        // The signals are this program's own; the parser's handler would end it after two seconds.
        var invocation = new InvocationConfiguration
        {
            EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null, Output = Console.Profile.Out.Writer, Error = Error,
        };
        return await GuardAsync(() => parsed.InvokeAsync(invocation, stopping), stopping);
    }

    /// <summary>Writes a view and ends its last line.</summary>
    public void Show(IRenderable view) => Console.Write(new Rows(view));

    /// <summary>Writes text as it is: JSON for other programs.</summary>
    public void WriteRaw(string text)
    {
        Console.Profile.Out.Writer.WriteLine(text);
        Console.Profile.Out.Writer.Flush();
    }

    private RootCommand Root() => new("Teaches small language models to reason by reinforcement learning with verifiable rewards.")
    {
        RunCommand.Create(this), ResumeCommand.Create(this), RunsCommand.Create(this), ShowCommand.Create(this), EvalCommand.Create(this),
        ProblemCommand.Create(this), ExportCommand.Create(this), VerifyCommand.Create(this),
    };

    private async Task<int> GuardAsync(Func<Task<int>> command, CancellationToken stopping)
    {
        try
        {
            return await command();
        }
        catch (InvalidInputException error)
        {
            Error.WriteLine(error.Message);
            return ExitCode.BadInput;
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            Error.WriteLine("Interrupted.");
            return ExitCode.Interrupted;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            Error.WriteLine($"A file could not be read or written: {error.Message} Check that the disk has room and that the folder may be written; nothing that was finished is lost.");
            return ExitCode.Failed;
        }
        catch (Exception error)
        {
            Error.WriteLine($"Something unexpected happened: {error.GetType().Name}: {error.Message}");
            Error.WriteLine(error.StackTrace);
            return ExitCode.Failed;
        }
    }
}
