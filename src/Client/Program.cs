using Rollouts.Client;
using Rollouts.Client.Recipes;
using Rollouts.Client.Runs;
using Spectre.Console;

using var interruption = new Interruption(Console.Error);
var application = new Application(AnsiConsole.Console, Console.Error, RecipeCatalog.Standard, RunCatalog.Standard, TimeProvider.System);
return await application.InvokeAsync(args, interruption.Stopping);
