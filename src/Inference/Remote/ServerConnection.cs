using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Rollouts.Inference.Remote;

/// <summary>Speaks HTTP with one server: every attempt has a deadline, every failure a type, and the key is never repeated.</summary>
internal sealed class ServerConnection : IDisposable
{
    private const int LongestBody = 64 << 20;
    private const int LongestQuote = 300;

    private readonly HttpClient _client;
    private readonly string? _key;
    private readonly TimeProvider _time;

    /// <param name="address">Where the server listens.</param>
    /// <param name="key">Sent as a bearer token; null = none.</param>
    /// <param name="connections">Connections at most.</param>
    public ServerConnection(Uri address, string? key, int connections, TimeProvider time)
    {
        (_key, _time) = (key, time);
        // A redirection would carry the key to wherever the answer says.
        var handler = new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, MaxConnectionsPerServer = connections };
        _client = new HttpClient(handler)
        {
            BaseAddress = new Uri(address.AbsoluteUri.TrimEnd('/') + "/"), Timeout = Timeout.InfiniteTimeSpan, MaxResponseContentBufferSize = LongestBody,
        };
        if (key is not null) _client.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", "Bearer " + key);
    }

    /// <summary>The server's address.</summary>
    public string Address => _client.BaseAddress!.AbsoluteUri.TrimEnd('/');

    /// <summary>Sends once and reads the whole answer.</summary>
    /// <param name="path">Relative to the address, without a slash in front.</param>
    /// <param name="body">What to send; null = nothing.</param>
    /// <param name="deadline">From the first byte sent to the last one read.</param>
    /// <exception cref="RemoteFaultException">There is no answer, or it says that something is wrong.</exception>
    public async Task<byte[]> SendAsync(HttpMethod method, string path, JsonObject? body, TimeSpan deadline, CancellationToken cancellationToken)
    {
        using var expiry = new CancellationTokenSource(deadline, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(expiry.Token, cancellationToken);
        using var request = new HttpRequestMessage(method, path);
        if (body is not null) request.Content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json");
        try
        {
            using var response = await _client.SendAsync(request, HttpCompletionOption.ResponseContentRead, either.Token);
            var bytes = await response.Content.ReadAsByteArrayAsync(either.Token);
            return response.IsSuccessStatusCode ? bytes : throw StatusFault(response, path, bytes);
        }
        catch (OperationCanceledException error) when (!cancellationToken.IsCancellationRequested)
        {
            throw new RemoteFaultException(RemoteFault.TimedOut, $"{Place(path)} gave no whole answer within {deadline.TotalSeconds:0.###} s.", cause: error);
        }
        catch (HttpRequestException error) when (error.HttpRequestError == HttpRequestError.ConfigurationLimitExceeded)
        {
            throw new RemoteFaultException(RemoteFault.Malformed, $"{Place(path)} answered with more than {LongestBody >> 20} MiB.", cause: error);
        }
        catch (Exception error) when (error is HttpRequestException or IOException)
        {
            throw new RemoteFaultException(RemoteFault.Disconnected, $"{Place(path)}: {error.Message}", cause: error);
        }
    }

    /// <summary>Reads an answer as JSON.</summary>
    /// <exception cref="RemoteFaultException">It is none.</exception>
    public JsonElement Parse(string path, byte[] bytes)
    {
        try
        {
            using var document = JsonDocument.Parse(bytes);
            return document.RootElement.Clone();
        }
        catch (JsonException error)
        {
            throw new RemoteFaultException(RemoteFault.Malformed, $"{Place(path)} answered with something that is not JSON: {Quote(bytes)}", cause: error);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _client.Dispose();

    private RemoteFaultException StatusFault(HttpResponseMessage response, string path, byte[] bytes)
    {
        var fault = response.StatusCode switch
        {
            HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests or HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable
                or HttpStatusCode.GatewayTimeout => RemoteFault.Busy,
            >= HttpStatusCode.InternalServerError => RemoteFault.Failed,
            _ => RemoteFault.Refused,
        };
        var hint = response.StatusCode switch
        {
            HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => " Check the key in the environment variable that engine.api_key_environment names.",
            HttpStatusCode.NotFound => " src/Inference/Remote/README.md tells how the server has to be started to have this.",
            _ => "",
        };
        return new(fault, $"{Place(path)} answered with status {(int)response.StatusCode}: {Quote(bytes)}{hint}", Wish(response));
    }

    private TimeSpan? Wish(HttpResponseMessage response) => response.Headers.RetryAfter switch
    {
        { Delta: { } delta } => delta,
        { Date: { } date } => date - _time.GetUtcNow(),
        _ => null,
    };

    private string Place(string path) => $"{Address}/{path}";

    private string Quote(byte[] bytes)
    {
        var text = Encoding.UTF8.GetString(bytes).ReplaceLineEndings(" ");
        if (_key is not null) text = text.Replace(_key, "(key)", StringComparison.Ordinal);
        return text.Length <= LongestQuote ? $"\"{text}\"" : $"\"{text[..LongestQuote]}…\"";
    }
}
