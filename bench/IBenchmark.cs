namespace Rollouts.Bench;

/// <summary>One table of measurements, run by its name: <c>dotnet run -c Release --project bench -- item-response</c>.</summary>
internal interface IBenchmark
{
    /// <summary>Lower-case word that starts it.</summary>
    string Name { get; }

    /// <summary>One line: what is measured, against what.</summary>
    string Description { get; }

    /// <summary>Measures and prints the table.</summary>
    /// <param name="args">What followed the name.</param>
    /// <returns>0 if it ran; a floor that is missed is a figure, not an error.</returns>
    int Run(string[] args);
}
