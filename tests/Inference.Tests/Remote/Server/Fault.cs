using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace Rollouts.Inference.Tests.Remote.Server;

/// <summary>Answers badly. <paramref name="answer"/> is what would have been answered well.</summary>
internal delegate Task Fault(HttpListenerResponse response, string answer, CancellationToken closing);

/// <summary>Ways of answering badly.</summary>
internal static class Faults
{
    public static Fault Hang => (_, _, closing) => Task.Delay(Timeout.Infinite, closing);

    public static Fault CutMidBody => async (response, answer, closing) =>
    {
        var bytes = Encoding.UTF8.GetBytes(answer);
        response.ContentLength64 = bytes.Length;
        await response.OutputStream.WriteAsync(bytes.AsMemory(0, bytes.Length / 2), closing);
        await response.OutputStream.FlushAsync(closing);
        response.Abort();
    };

    public static Fault SlowDrip => async (response, answer, closing) =>
    {
        response.SendChunked = true;
        foreach (var one in Encoding.UTF8.GetBytes(answer))
        {
            await response.OutputStream.WriteAsync(new[] { one }, closing);
            await response.OutputStream.FlushAsync(closing);
            await Task.Delay(200, closing);
        }
    };

    public static Fault HalfOfTheJson => Body(answer => answer[..(answer.Length / 2)]);

    public static Fault Body(Func<string, string> edit) => (response, answer, closing) => WriteAsync(response, edit(answer), closing);

    public static Fault Json(Action<JsonObject> edit) => Body(answer =>
    {
        var json = JsonNode.Parse(answer)!.AsObject();
        edit(json);
        return json.ToJsonString();
    });

    public static Fault Status(int status, string body = "{\"detail\":\"later\"}", string? retryAfter = null) => (response, _, closing) =>
    {
        response.StatusCode = status;
        if (retryAfter is not null) response.AddHeader("Retry-After", retryAfter);
        return WriteAsync(response, body, closing);
    };

    public static async Task WriteAsync(HttpListenerResponse response, string body, CancellationToken closing)
    {
        var bytes = Encoding.UTF8.GetBytes(body);
        response.ContentType = "application/json";
        response.ContentLength64 = bytes.Length;
        await response.OutputStream.WriteAsync(bytes, closing);
        response.Close();
    }
}
