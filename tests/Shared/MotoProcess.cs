using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Remediator.Tests.Support;

/// <summary>A running moto_server: an implementation of AWS that is not ours.</summary>
internal sealed class MotoProcess : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly Process _server;

    private MotoProcess(Process server, string url) => (_server, Url) = (server, url);

    /// <summary>For FactAttribute.Skip: null where moto is there.</summary>
    public static string? Missing => Tool.Missing("moto_server", "pip install 'moto[server]'");

    /// <summary><c>http://127.0.0.1:port</c>.</summary>
    public string Url { get; }

    /// <exception cref="InvalidOperationException">It is not installed, or does not answer.</exception>
    public static async Task<MotoProcess> StartAsync()
    {
        var program = Tool.Find("moto_server") ?? throw new InvalidOperationException(Missing);
        var port = FreePort();
        var moto = new MotoProcess(Process.Start(Command(program, port))!, $"http://127.0.0.1:{port}");
        AppDomain.CurrentDomain.ProcessExit += (_, _) => moto.Dispose();
        using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(5) };
        for (var waited = Stopwatch.StartNew(); waited.Elapsed < Patience && !moto._server.HasExited; await Task.Delay(50))
        {
            try
            {
                using var answer = await http.GetAsync(new Uri($"{moto.Url}/moto-api/data.json"));
                return moto;
            }
            catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
            {
                // Not listening yet.
            }
        }

        moto.Dispose();
        throw new InvalidOperationException($"moto_server does not answer at {moto.Url}; try `moto_server -H 127.0.0.1 -p {port}` by hand.");
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
