using System.Collections.Concurrent;
using Amazon;
using Amazon.Runtime;

namespace Remediator.Execution;

/// <summary>Clients for one account and Region with one set of credentials.</summary>
public sealed class AwsSession(AWSCredentials credentials, string account, string region, string partition, AwsEndpoint endpoint) : IDisposable
{
    private readonly ConcurrentDictionary<Type, Lazy<object>> _clients = new();
    private readonly ConcurrentDictionary<string, Lazy<IDisposable>> _kept = new(StringComparer.Ordinal);

    static AwsSession() => CallPipeline.Register();

    public string Account { get; } = account;

    public string Region { get; } = region;

    public string Partition { get; } = partition;

    public AWSCredentials Credentials { get; } = credentials;

    public AwsEndpoint Endpoint { get; } = endpoint;

    /// <summary>The client behind a service's interface: <c>Client&lt;IAmazonEC2&gt;()</c>; made on first use.</summary>
    public T Client<T>()
        where T : IAmazonService =>
        (T)_clients.GetOrAdd(typeof(T), _ => new Lazy<object>(() => T.CreateDefaultServiceClient(Credentials, Endpoint.Apply(T.CreateDefaultClientConfig(), Region)))).Value;

    /// <summary>What is made once for one key, and goes with the session.</summary>
    internal T Keep<T>(string key, Func<T> make)
        where T : IDisposable => (T)_kept.GetOrAdd(key, _ => new Lazy<IDisposable>(() => make())).Value;

    public void Dispose()
    {
        foreach (var kept in _kept.Values.Where(k => k.IsValueCreated))
        {
            kept.Value.Dispose();
        }

        foreach (var client in _clients.Values.Where(c => c.IsValueCreated))
        {
            (client.Value as IDisposable)?.Dispose();
        }
    }
}
