using System.Text.RegularExpressions;
using Rollouts.Core.Rollouts;

namespace Rollouts.Core.Runs;

/// <summary>Checks where rollouts are drawn. What could be a secret in the wrong place is never repeated.</summary>
internal static partial class EngineCheck
{
    private const double Day = 86_400;

    public static void Faults(FaultList list, RunSpecification specification)
    {
        var options = specification.Engine;
        Address(list, options);
        list.Require(options.ApiKeyEnvironment is null || VariableName().IsMatch(options.ApiKeyEnvironment), "engine.api_key_environment",
            "not a name", "the name of an environment variable, such as ROLLOUTS_API_KEY", "Put the key into that variable, never into a recipe.");
        list.Within("engine.concurrency", options.Concurrency, 1, 4096, "64 is usual.");
        list.Within("engine.attempts", options.Attempts, 1, 20, "5 outlasts a server that restarts quickly.");
        Duration(list, "engine.request_seconds", options.RequestSeconds);
        Duration(list, "engine.load_seconds", options.LoadSeconds);
        if (options.Kind != EngineKind.Cpu) Sampling(list, specification.Sampling);
    }

    private static void Address(FaultList list, RolloutEngineOptions options)
    {
        const string path = "engine.url";
        if (options.Kind == EngineKind.Cpu)
        {
            list.Require(options.Url is null, path, "given", "nothing, as engine.kind is cpu",
                "Choose vllm, sglang or llama_cpp as engine.kind, or remove the address.");
            return;
        }

        var address = Uri.TryCreate(options.Url, UriKind.Absolute, out var parsed) && parsed.Scheme is "http" or "https" ? parsed : null;
        list.Require(address is not null, path, options.Url is null ? null : "not an address",
            "the server's address, beginning with http:// or https://", "http://127.0.0.1:8000 is where vLLM listens if nothing else is said.");
        list.Require(address is null || (address.UserInfo.Length == 0 && address.Query.Length == 0 && address.Fragment.Length == 0), path,
            "an address with more than scheme, host, port and path", "no user name, password or query in it",
            "A key belongs into the variable that engine.api_key_environment names.");
    }

    private static void Duration(FaultList list, string path, double seconds) =>
        list.Require(seconds is > 0 and <= Day, path, seconds, $"a number above 0 and at most {Day}", "Every wait needs an end.");

    private static void Sampling(FaultList list, SamplingOptions options)
    {
        const string expected = "when a server draws";
        const string remedy = "No server tells a token's log-probability both before and after the cut; turn it off, or use engine.kind: cpu.";
        list.Require(options.TopP == 1, "sampling.top_p", options.TopP, $"1 {expected}", remedy);
        list.Require(options.TopK == 0, "sampling.top_k", options.TopK, $"0 {expected}", remedy);
    }

    [GeneratedRegex("^[A-Za-z_][A-Za-z0-9_]*$")]
    private static partial Regex VariableName();
}
