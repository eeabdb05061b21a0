using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Amazon.Runtime;

namespace Remediator.Aws.Tests.Moto;

/// <summary>A moto_server of its own for one test class.</summary>
public sealed class MotoServer : IAsyncLifetime
{
    private Process? _process;

    public string Url { get; } = $"http://127.0.0.1:{FreePort()}";

    public AWSCredentials Credentials { get; } = new BasicAWSCredentials("AKIDEXAMPLE", "secret");

    public async Task InitializeAsync()
    {
        var start = new ProcessStartInfo("moto_server") { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in (string[])["-H", "127.0.0.1", "-p", new Uri(Url).Port.ToString(System.Globalization.CultureInfo.InvariantCulture)])
            start.ArgumentList.Add(argument);
        try
        {
            _process = Process.Start(start);
        }
        catch (System.ComponentModel.Win32Exception fault)
        {
            throw new InvalidOperationException("moto_server was not found: install it with `pip install 'moto[server]'`.", fault);
        }

        _process!.OutputDataReceived += static (_, _) => { };
        _process.ErrorDataReceived += static (_, _) => { };
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        await AnswersAsync();
    }

    public Task DisposeAsync()
    {
        _process?.Kill(entireProcessTree: true);
        _process?.Dispose();
        return Task.CompletedTask;
    }

    /// <summary>The configuration of any generated client, pointed at this server.</summary>
    public T Config<T>() where T : ClientConfig, new() => new() { ServiceURL = Url, AuthenticationRegion = "eu-west-1", MaxErrorRetry = 0 };

    private async Task AnswersAsync()
    {
        using var http = new HttpClient();
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (true)
        {
            try
            {
                await http.GetAsync(new Uri(Url + "/moto-api/data.json"), patience.Token);
                return;
            }
            catch (HttpRequestException) when (_process is { HasExited: false })
            {
                await Task.Delay(50, patience.Token);
            }
        }
    }

    private static int FreePort()
    {
        using var socket = new TcpListener(IPAddress.Loopback, 0);
        socket.Start();
        return ((IPEndPoint)socket.LocalEndpoint).Port;
    }
}
