using System.Net;
using System.Net.Sockets;

namespace Rollouts.Silo;

/// <summary>Free ports of 127.0.0.1.</summary>
internal static class LoopbackPorts
{
    /// <summary>A port that was free a moment ago; another process may take it first, so whoever binds it tries again with another.</summary>
    public static int FindFree()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
