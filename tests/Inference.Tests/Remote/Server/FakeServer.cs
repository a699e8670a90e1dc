using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;

namespace Rollouts.Inference.Tests.Remote.Server;

/// <summary>A request as it came.</summary>
internal sealed record Received(string Path, JsonObject? Body, string? Authorization);

/// <summary>A server on the loopback address that speaks a real one's language and can be told to answer badly.</summary>
internal sealed class FakeServer : IAsyncDisposable
{
    private readonly HttpListener _listener;
    private readonly CancellationTokenSource _closing = new();
    private readonly Task _serving;
    private int _activeCount;

    public FakeServer(Wire wire)
    {
        (Wire, (_listener, Url)) = (wire, Listen());
        _serving = Task.Run(ServeAsync);
    }

    public Wire Wire { get; }

    public string Url { get; }

    /// <summary>Bearer token that is asked for; null = none.</summary>
    public string? Key { get; set; }

    /// <summary>How the next rollouts are answered; when there are none left, well.</summary>
    public ConcurrentQueue<Fault> Faults { get; } = new();

    /// <summary>How every command is answered; null = well.</summary>
    public Fault? CommandFault { get; set; }

    /// <summary>All that came.</summary>
    public ConcurrentQueue<Received> Requests { get; } = new();

    /// <summary>Most requests under way at once.</summary>
    public int PeakCount { get; private set; }

    /// <summary>What came to draw rollouts.</summary>
    public Received[] Draws => [.. Requests.Where(request => request.Path == Wire.DrawPath)];

    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        _listener.Abort();
        await _serving;
    }

    // The listener can't choose a port itself; another process may take the one that was free a moment ago.
    private static (HttpListener Listener, string Url) Listen()
    {
        for (var attempt = 1; ; attempt++)
        {
            using var probe = new TcpListener(IPAddress.Loopback, 0);
            probe.Start();
            var url = $"http://127.0.0.1:{((IPEndPoint)probe.LocalEndpoint).Port}";
            probe.Stop();
            var listener = new HttpListener();
            listener.Prefixes.Add(url + "/");
            try
            {
                listener.Start();
                return (listener, url);
            }
            catch (HttpListenerException) when (attempt < 10)
            {
                listener.Close();
            }
        }
    }

    private async Task ServeAsync()
    {
        var handling = new List<Task>();
        try
        {
            while (true)
            {
                var context = await _listener.GetContextAsync();
                handling.Add(Task.Run(() => HandleAsync(context)));
            }
        }
        catch (Exception error) when (error is HttpListenerException or ObjectDisposedException)
        {
            await Task.WhenAll(handling);
        }
    }

    private async Task HandleAsync(HttpListenerContext context)
    {
        lock (_closing) PeakCount = Math.Max(PeakCount, ++_activeCount);
        try
        {
            await AnswerAsync(context);
        }
        catch (Exception error) when (error is HttpListenerException or ObjectDisposedException or IOException or OperationCanceledException)
        {
            // The client has gone, or the test has ended.
        }
        finally
        {
            lock (_closing) _activeCount--;
        }
    }

    private WireAnswer Answer(string method, Received received)
    {
        try
        {
            return Wire.Answer(method, received.Path, received.Body);
        }
        catch (Exception error)
        {
            return WireAnswer.Refusal(500, error.Message);
        }
    }

    private async Task AnswerAsync(HttpListenerContext context)
    {
        var (request, response) = (context.Request, context.Response);
        using var reader = new StreamReader(request.InputStream);
        var text = await reader.ReadToEndAsync(_closing.Token);
        var path = request.Url!.AbsolutePath.TrimStart('/');
        var received = new Received(path, text.Length == 0 ? null : JsonNode.Parse(text)!.AsObject(), request.Headers["Authorization"]);
        Requests.Enqueue(received);
        var answer = Key is not null && received.Authorization != $"Bearer {Key}"
            ? WireAnswer.Refusal(401, $"{received.Authorization} is not welcome")
            : Answer(request.HttpMethod, received);
        var fault = path != Wire.DrawPath ? CommandFault : Faults.TryDequeue(out var next) ? next : null;
        response.StatusCode = answer.Status;
        if (fault is null) await Server.Faults.WriteAsync(response, answer.Body, _closing.Token);
        else await fault(response, answer.Body, _closing.Token);
    }
}
