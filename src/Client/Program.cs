using Rollouts.Client;
using Rollouts.Client.Recipes;
using Rollouts.Client.Runs;
using Spectre.Console;

// Nothing says how wide a pipe or a file is; the views need a little more than the customary 80 characters.
if (Console.IsOutputRedirected) AnsiConsole.Console.Profile.Width = 120;
using var interruption = new Interruption(Console.Error);
var application = new Application(AnsiConsole.Console, Console.Error, RecipeCatalog.Standard, RunCatalog.Standard, TimeProvider.System);
return await application.InvokeAsync(args, interruption.Stopping);
