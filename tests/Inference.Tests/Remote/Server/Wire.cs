using System.Globalization;
using System.Text.Json.Nodes;
using Rollouts.Core.Rollouts;

namespace Rollouts.Inference.Tests.Remote.Server;

/// <summary>What a server answers.</summary>
internal sealed record WireAnswer(int Status, string Body)
{
    public static WireAnswer Ok(JsonNode body) => new(200, body.ToJsonString());

    public static WireAnswer Refusal(int status, string message) => new(status, new JsonObject { ["error"] = new JsonObject { ["message"] = message, ["code"] = status } }.ToJsonString());
}

/// <summary>The language of one kind of server, and what such a server remembers.</summary>
/// <param name="load">Makes a model of a folder: logits of the next token, after these.</param>
internal abstract class Wire(Func<string, Func<IReadOnlyList<int>, double[]>> load)
{
    private readonly Lock _lock = new();

    /// <summary>Which kind.</summary>
    public abstract EngineKind Kind { get; }

    /// <summary>Where rollouts are drawn.</summary>
    public abstract string DrawPath { get; }

    /// <summary>Folder of the weights it was given last; null = those that it was started with.</summary>
    public string? Folder { get; private set; }

    /// <summary>Adapters by name, and where they lie.</summary>
    public Dictionary<string, string> Adapters { get; } = [];

    /// <summary>Whether commands to take over weights fail.</summary>
    public bool RefusesWeights { get; set; }

    /// <summary>The name that it gives its weights.</summary>
    public abstract string Label { get; set; }

    public WireAnswer Answer(string method, string path, JsonObject? body)
    {
        lock (_lock) return Route(method, path, body ?? []);
    }

    /// <summary>It has been restarted with the weights that it began with.</summary>
    public virtual void Restart()
    {
        lock (_lock) (Folder, Label) = (null, "default");
        Adapters.Clear();
    }

    protected abstract WireAnswer Route(string method, string path, JsonObject body);

    protected void TakeOver(string folder) => Folder = folder;

    protected Func<IReadOnlyList<int>, double[]> Model(string? adapter = null) =>
        (adapter is null ? Folder : Adapters[adapter]) is { } folder ? load(folder) : _ => new double[18];

    protected static int[] Ids(JsonNode? list) => [.. list!.AsArray().Select(id => id!.GetValue<int>())];

    protected static Dictionary<int, double> Biases(JsonNode? biases) =>
        biases!.AsObject().ToDictionary(pair => int.Parse(pair.Key, CultureInfo.InvariantCulture), pair => pair.Value!.GetValue<double>());

    protected static JsonArray List(IEnumerable<int> numbers) => [.. numbers.Select(number => (JsonNode)number)];

    protected static JsonArray List(IEnumerable<double> numbers) => [.. numbers.Select(number => (JsonNode)number)];
}
