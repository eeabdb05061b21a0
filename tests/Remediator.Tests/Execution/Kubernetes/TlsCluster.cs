using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Remediator.Tests.Execution.Kubernetes;

/// <summary>An API server behind real TLS on a loopback socket, with an authority of its own.</summary>
internal sealed class TlsCluster : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly X509Certificate2 _authority;
    private readonly X509Certificate2 _certificate;
    private readonly Func<string, string> _answer;

    /// <param name="host">Whom its certificate names.</param>
    /// <param name="answer">The whole HTTP answer to a request line and headers.</param>
    public TlsCluster(string host, Func<string, string> answer)
    {
        _answer = answer;
        using var key = RSA.Create(2048);
        var authority = new CertificateRequest("CN=kubernetes", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        authority.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        authority.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(authority.PublicKey, false));
        var (from, to) = (DateTimeOffset.UnixEpoch.AddYears(30), DateTimeOffset.UnixEpoch.AddYears(130));
        _authority = authority.CreateSelfSigned(from, to);
        using var own = RSA.Create(2048);
        var request = new CertificateRequest("CN=kube-apiserver", own, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(host);
        request.CertificateExtensions.Add(names.Build());
        using var signed = request.Create(_authority, from, to, [1, 2, 3]);
        using var withKey = signed.CopyWithPrivateKey(own);
        _certificate = X509CertificateLoader.LoadPkcs12(withKey.Export(X509ContentType.Pkcs12), null);
        _listener.Start();
        _ = ServeAsync();
    }

    public string AuthorityData => Convert.ToBase64String(Encoding.ASCII.GetBytes(_authority.ExportCertificatePem()));

    public ConcurrentQueue<string> Requests { get; } = [];

    /// <summary>In place of a look-up of the host.</summary>
    public async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancel)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync((IPEndPoint)_listener.LocalEndpoint, cancel);
        return new NetworkStream(socket, ownsSocket: true);
    }

    public void Dispose()
    {
        _listener.Stop();
        _authority.Dispose();
        _certificate.Dispose();
    }

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                using var client = await _listener.AcceptTcpClientAsync();
                try
                {
                    await using var tls = new SslStream(client.GetStream());
                    await tls.AuthenticateAsServerAsync(_certificate);
                    var buffer = new byte[64 * 1024];
                    var filled = 0;
                    while (buffer.AsSpan(0, filled).IndexOf("\r\n\r\n"u8) < 0 && await tls.ReadAsync(buffer.AsMemory(filled)) is > 0 and var read)
                    {
                        filled += read;
                    }

                    var request = Encoding.UTF8.GetString(buffer, 0, filled);
                    if (request.Length > 0)
                    {
                        Requests.Enqueue(request);
                        await tls.WriteAsync(Encoding.UTF8.GetBytes(_answer(request)));
                    }
                }
                catch (Exception e) when (e is IOException or System.Security.Authentication.AuthenticationException)
                {
                    // The client did not trust it, and says so itself.
                }
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // Disposed.
        }
    }
}
