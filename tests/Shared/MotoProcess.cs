using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Remediator.Tests.Support;

/// <summary>A running moto_server: an implementation of AWS that is not ours.</summary>
internal sealed class MotoProcess : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private const int Attempts = 3;

    private readonly Process _server;

    private MotoProcess(Process server, string url) => (_server, Url) = (server, url);

    /// <summary>For FactAttribute.Skip: null where moto is there.</summary>
    public static string? Missing => Tool.Missing("moto_server", "pip install 'moto[server]'");

    /// <summary><c>http://127.0.0.1:port</c>.</summary>
    public string Url { get; }

    /// <summary>A port that was free may be somebody else's by the time that moto opens it: then the next one is tried.</summary>
    /// <exception cref="InvalidOperationException">It is not installed, or does not answer.</exception>
    public static async Task<MotoProcess> StartAsync()
    {
        var program = Tool.Find("moto_server") ?? throw new InvalidOperationException(Missing);
        for (var attempt = 1; ; attempt++)
        {
            if (await StartAsync(program, FreePort()) is { } moto)
            {
                return moto;
            }

            if (attempt == Attempts)
            {
                throw new InvalidOperationException("moto_server does not answer; try `moto_server -H 127.0.0.1` by hand.");
            }
        }
    }

    /// <summary>Null where it does not come up, or another server has its port.</summary>
    private static async Task<MotoProcess?> StartAsync(string program, int port)
    {
        var moto = new MotoProcess(Process.Start(Command(program, port))!, $"http://127.0.0.1:{port}");
        AppDomain.CurrentDomain.ProcessExit += (_, _) => moto.Dispose();
        using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(5) };
        for (var waited = Stopwatch.StartNew(); waited.Elapsed < Patience && !moto._server.HasExited; await Task.Delay(50))
        {
            try
            {
                using var answer = await http.GetAsync(new Uri($"{moto.Url}/moto-api/data.json"));
                if (answer.IsSuccessStatusCode && answer.Headers.Server.ToString().StartsWith("Werkzeug", StringComparison.Ordinal))
                {
                    return moto;
                }

                break;
            }
            catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
            {
                // Not listening yet.
            }
        }

        moto.Dispose();
        return null;
    }

    public void Dispose()
    {
        try
        {
            _server.StandardInput.Close();
            if (!_server.WaitForExit(TimeSpan.FromSeconds(2)))
            {
                _server.Kill(entireProcessTree: true);
            }
        }
        catch (InvalidOperationException)
        {
            // Gone already.
        }
    }

    /// <summary>Under a shell that ends the server when this process is gone, however it went.</summary>
    private static ProcessStartInfo Command(string program, int port) => OperatingSystem.IsWindows()
        ? new ProcessStartInfo(program, $"-H 127.0.0.1 -p {port}") { UseShellExecute = false, RedirectStandardInput = true }
        : new ProcessStartInfo("/bin/sh", ["-c", $"'{program}' -H 127.0.0.1 -p {port} >/dev/null 2>&1 </dev/null & server=$!; cat >/dev/null; kill $server"])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
        };

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
