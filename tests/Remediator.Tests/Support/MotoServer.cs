using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Amazon.Runtime;
using Amazon.SecurityToken;
using Amazon.SecurityToken.Model;

namespace Remediator.Tests.Support;

/// <summary>One moto_server for the whole test run: an implementation of AWS that is not ours.</summary>
/// <remarks>Tests stay apart through accounts of their own (<see cref="NewAccountAsync"/>), so nothing is ever reset.</remarks>
public sealed class MotoServer
{
    public const string MissingReason = "moto_server is not installed: pip install 'moto[server]'";

    private static readonly Lazy<Task<MotoServer>> Running = new(StartAsync);
    private static readonly BasicAWSCredentials Anyone = new("AKIAMOTO", "moto");
    private static int _accounts;

    private MotoServer(string url) => Url = url;

    public static bool IsInstalled { get; } = Executable() is not null;

    /// <summary>For FactAttribute.Skip: null where moto is there.</summary>
    public static string? SkipReason => IsInstalled ? null : MissingReason;

    /// <summary><c>http://127.0.0.1:port</c>.</summary>
    public string Url { get; }

    /// <summary>The server; started by the first test that asks.</summary>
    public static Task<MotoServer> GetAsync() => IsInstalled ? Running.Value : throw new InvalidOperationException(MissingReason);

    /// <summary>An empty account: its number and credentials for it.</summary>
    public async Task<MotoAccount> NewAccountAsync()
    {
        var id = (200_000_000_000 + Interlocked.Increment(ref _accounts)).ToString(CultureInfo.InvariantCulture);
        using var sts = new AmazonSecurityTokenServiceClient(Anyone, new AmazonSecurityTokenServiceConfig { ServiceURL = Url, AuthenticationRegion = "us-east-1" });
        var answer = await sts.AssumeRoleAsync(new AssumeRoleRequest { RoleArn = $"arn:aws:iam::{id}:role/test", RoleSessionName = "test" });
        return new MotoAccount(id, new SessionAWSCredentials(answer.Credentials.AccessKeyId, answer.Credentials.SecretAccessKey, answer.Credentials.SessionToken), Url);
    }

    private static async Task<MotoServer> StartAsync()
    {
        var port = FreePort();
        var server = Process.Start(Command(port)) ?? throw new InvalidOperationException("moto_server did not start");
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Stop(server);
        var url = $"http://127.0.0.1:{port}";
        using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(5) };
        for (var waited = Stopwatch.StartNew(); waited.Elapsed < TimeSpan.FromSeconds(60) && !server.HasExited; await Task.Delay(50))
        {
            try
            {
                using var answer = await http.GetAsync(new Uri($"{url}/moto-api/data.json"));
                return new MotoServer(url);
            }
            catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
            {
                // Not listening yet.
            }
        }

        Stop(server);
        throw new InvalidOperationException($"moto_server does not answer at {url}; try `moto_server -H 127.0.0.1 -p {port}` by hand");
    }

    /// <summary>Under a shell that ends the server when this process is gone, however it went.</summary>
    private static ProcessStartInfo Command(int port)
    {
        var arguments = $"-H 127.0.0.1 -p {port}";
        return OperatingSystem.IsWindows()
            ? new ProcessStartInfo(Executable()!, arguments) { UseShellExecute = false, RedirectStandardInput = true }
            : new ProcessStartInfo("/bin/sh", ["-c", $"'{Executable()}' {arguments} >/dev/null 2>&1 </dev/null & server=$!; cat >/dev/null; kill $server"])
            {
                UseShellExecute = false,
                RedirectStandardInput = true,
            };
    }

    private static void Stop(Process server)
    {
        try
        {
            server.StandardInput.Close();
            if (!server.WaitForExit(TimeSpan.FromSeconds(2)))
            {
                server.Kill(entireProcessTree: true);
            }
        }
        catch (InvalidOperationException)
        {
            // Gone already.
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static string? Executable()
    {
        var name = OperatingSystem.IsWindows() ? "moto_server.exe" : "moto_server";
        return (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Where(p => p.Length > 0).Select(p => Path.Combine(p, name)).FirstOrDefault(File.Exists);
    }
}

/// <summary>An account inside moto.</summary>
public sealed record MotoAccount(string Id, AWSCredentials Credentials, string Url);
