using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Amazon.EKS;
using Amazon.EKS.Model;
using Remediator.Attributes;

namespace Remediator.Execution.Kubernetes;

/// <summary>The Kubernetes API of one EKS cluster, called as the session's IAM principal.</summary>
/// <remarks>The principal needs an access entry in the cluster: docs/kubernetes.md. No call is tried again here; the delivery is.</remarks>
public sealed class KubernetesApi : IDisposable
{
    private const int PageSize = 500;
    private const int MostBytes = 32 * 1024 * 1024;
    private const int MostWords = 300;

    private readonly AwsSession _aws;
    private readonly string _cluster;
    private readonly Func<Cluster, HttpClient>? _connect;
    private Connection? _connection;

    private KubernetesApi(AwsSession aws, string cluster, Func<Cluster, HttpClient>? connect) => (_aws, _cluster, _connect) = (aws, cluster, connect);

    /// <summary>The one of the session; where the cluster is, is asked at the first call.</summary>
    public static KubernetesApi Of(AwsSession aws, string cluster) => aws.Keep($"kubernetes:{cluster}", () => new KubernetesApi(aws, cluster, null));

    /// <summary>The one of the session, of a cluster that was read already.</summary>
    public static KubernetesApi Of(AwsSession aws, Cluster cluster)
    {
        var api = Of(aws, cluster.Name);
        api.Use(cluster);
        return api;
    }

    /// <param name="connect">How to come to the cluster, for tests.</param>
    internal static KubernetesApi Through(AwsSession aws, string cluster, Func<Cluster, HttpClient> connect) => new(aws, cluster, connect);

    /// <summary>A path of the API, each part escaped.</summary>
    public static string Path(string start, params IEnumerable<string> parts) => string.Join('/', parts.Select(Uri.EscapeDataString).Prepend(start));

    /// <summary>The object; null where the API says that there is none.</summary>
    /// <exception cref="RemediationException">It is not known.</exception>
    public async Task<JsonObject?> FindAsync(string path, CancellationToken cancel)
    {
        var answer = await SendAsync(HttpMethod.Get, path, null, cancel).ConfigureAwait(false);
        return answer.Status == HttpStatusCode.NotFound && Reason(answer) == "NotFound" ? null : Succeeded(answer);
    }

    /// <summary>All objects of a list, page by page.</summary>
    public async Task<IReadOnlyList<JsonObject>> ListAsync(string path, CancellationToken cancel)
    {
        var found = new List<JsonObject>();
        string? next = null;
        do
        {
            var query = string.Create(CultureInfo.InvariantCulture, $"?limit={PageSize}{(next is null ? "" : $"&continue={Uri.EscapeDataString(next)}")}");
            var page = Succeeded(await SendAsync(HttpMethod.Get, path + query, null, cancel).ConfigureAwait(false));
            found.AddRange(page["items"] is JsonArray items ? items.OfType<JsonObject>() : throw Unreadable());
            next = Text(page["metadata"]?["continue"]);
        }
        while (next is { Length: > 0 });
        return found;
    }

    /// <summary>Changes some fields; false where the object was changed since, or is gone, as its resourceVersion in the patch tells.</summary>
    public async Task<bool> PatchAsync(string path, JsonObject patch, CancellationToken cancel)
    {
        var answer = await SendAsync(HttpMethod.Patch, path, patch, cancel).ConfigureAwait(false);
        if (answer.Status == HttpStatusCode.Conflict || (answer.Status == HttpStatusCode.NotFound && Reason(answer) == "NotFound"))
        {
            return false;
        }

        Succeeded(answer);
        return true;
    }

    /// <summary>Makes an object; false where there is one of that name.</summary>
    public async Task<bool> CreateAsync(string path, JsonObject made, CancellationToken cancel)
    {
        var answer = await SendAsync(HttpMethod.Post, path, made, cancel).ConfigureAwait(false);
        if (answer.Status == HttpStatusCode.Conflict && Reason(answer) == "AlreadyExists")
        {
            return false;
        }

        Succeeded(answer);
        return true;
    }

    /// <summary>Deletes exactly the object that was read; false where it was changed since. Gone already is well.</summary>
    public async Task<bool> DeleteAsync(string path, JsonObject read, CancellationToken cancel)
    {
        var condition = new JsonObject { ["uid"] = read["metadata"]?["uid"]?.DeepClone(), ["resourceVersion"] = read["metadata"]?["resourceVersion"]?.DeepClone() };
        var options = new JsonObject { ["apiVersion"] = "v1", ["kind"] = "DeleteOptions", ["preconditions"] = condition };
        var answer = await SendAsync(HttpMethod.Delete, path, options, cancel).ConfigureAwait(false);
        if (answer.Status == HttpStatusCode.Conflict)
        {
            return false;
        }

        if (answer.Status != HttpStatusCode.NotFound || Reason(answer) != "NotFound")
        {
            Succeeded(answer);
        }

        return true;
    }

    public void Dispose()
    {
        if (_connection is { IsOwned: true } open)
        {
            open.Http.Dispose();
        }
    }

    private async Task<Answer> SendAsync(HttpMethod method, string path, JsonObject? body, CancellationToken cancel)
    {
        var connection = await ConnectAsync(cancel).ConfigureAwait(false);
        using var request = new HttpRequestMessage(method, new Uri(connection.Address, path));
        var credentials = await _aws.Credentials.GetCredentialsAsync().ConfigureAwait(false);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", KubernetesToken.Create(credentials, _aws.Region, _cluster));
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        request.Headers.Host = connection.Host;
        if (body is not null)
        {
            request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body.ToJsonString()));
            request.Content.Headers.ContentType = new MediaTypeHeaderValue(method == HttpMethod.Patch ? "application/merge-patch+json" : "application/json");
        }

        await FencedCalls.PassAsync(cancel).ConfigureAwait(false);
        var operation = $"{method.Method} {path.Split('?')[0]}";
        try
        {
            using var response = await connection.Http.SendAsync(request, cancel).ConfigureAwait(false);
            var answer = new Answer(response.StatusCode, Parse(await response.Content.ReadAsByteArrayAsync(cancel).ConfigureAwait(false)));
            CallTrace.Note("Kubernetes", operation, response.Headers.TryGetValues("Audit-Id", out var ids) ? ids.First() : null, response.IsSuccessStatusCode ? null : Reason(answer));
            return answer;
        }
        catch (Exception e) when (e is HttpRequestException or IOException || e is OperationCanceledException { InnerException: TimeoutException })
        {
            CallTrace.Note("Kubernetes", operation, null, e.GetType().Name);
            throw new RemediationException($"the Kubernetes API of the cluster {_cluster} could not be reached{connection.Hint}: {(e.InnerException ?? e).Message}");
        }
    }

    /// <remarks>Calls side by side may each ask for the address; the first answer is kept.</remarks>
    private async Task<Connection> ConnectAsync(CancellationToken cancel) =>
        _connection ?? Use(await ClusterEndpointAccess.FindAsync(_aws, _cluster, cancel).ConfigureAwait(false)
            ?? throw new RemediationException($"there is no cluster {_cluster} in {_aws.Region} of account {_aws.Account} (any more)"));

    private Connection Use(Cluster cluster)
    {
        if (_connection is null && Open(cluster) is var made && Interlocked.CompareExchange(ref _connection, made, null) is not null && made.IsOwned)
        {
            made.Http.Dispose();
        }

        return _connection!;
    }

    private Connection Open(Cluster cluster)
    {
        var hint = cluster.ResourcesVpcConfig?.EndpointPublicAccess switch
        {
            false => " (its endpoint is private: the function must run in its VPC, see docs/kubernetes.md)",
            true when cluster.ResourcesVpcConfig.PublicAccessCidrs is { Count: > 0 } ranges && !ranges.Contains("0.0.0.0/0") => " (its endpoint is for some addresses only, see docs/kubernetes.md)",
            _ => "",
        };
        if (_aws.Endpoint.Url is { } emulator && _connect is null)
        {
            // An emulator stands for the cluster too, and tells several by their hosts.
            var http = _aws.Endpoint.Transport?.CreateHttpClient(new AmazonEKSConfig()) ?? new HttpClient { Timeout = _aws.Endpoint.CallTimeout };
            return new Connection(http, new Uri(emulator), new Uri(cluster.Endpoint).Host, hint, IsOwned: _aws.Endpoint.Transport is null);
        }

        var endpoint = _connect is null ? KubernetesEndpoint.Of(cluster, _aws.Region) : null;
        var client = _connect?.Invoke(cluster) ?? endpoint!.Connect(_aws.Endpoint.CallTimeout);
        client.MaxResponseContentBufferSize = MostBytes;
        return new Connection(client, endpoint?.Address ?? new Uri(cluster.Endpoint), null, hint, IsOwned: true);
    }

    private JsonObject Succeeded(Answer answer) => answer.Status switch
    {
        >= HttpStatusCode.OK and < HttpStatusCode.MultipleChoices => answer.Body ?? throw Unreadable(),
        HttpStatusCode.Unauthorized => throw new RemediationException($"the cluster {_cluster} does not know Remediator's role: give it an access entry, see docs/kubernetes.md"),
        HttpStatusCode.Forbidden => throw new RemediationException($"the cluster {_cluster} does not allow it to Remediator's role, see docs/kubernetes.md: {Message(answer)}"),
        _ => throw new RemediationException(string.Create(CultureInfo.InvariantCulture, $"the Kubernetes API of the cluster {_cluster} answered {(int)answer.Status} {Reason(answer)}: {Message(answer)}")),
    };

    private RemediationException Unreadable() => new($"the Kubernetes API of the cluster {_cluster} answered what is no answer of Kubernetes");

    private static string? Reason(Answer answer) => Text(answer.Body?["reason"]);

    private static string Message(Answer answer) => Text(answer.Body?["message"]) is { } text ? text[..Math.Min(text.Length, MostWords)] : "no reason given";

    private static JsonObject? Parse(byte[] body)
    {
        try
        {
            return JsonNode.Parse(body) as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string? Text(JsonNode? node) => node is JsonValue value && value.TryGetValue(out string? text) ? text : null;

    private sealed record Answer(HttpStatusCode Status, JsonObject? Body);

    /// <param name="Host">What the Host header says in place of the address; null for the address.</param>
    /// <param name="Hint">Why it may not be reachable.</param>
    private sealed record Connection(HttpClient Http, Uri Address, string? Host, string Hint, bool IsOwned);
}
