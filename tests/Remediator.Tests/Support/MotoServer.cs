using System.Globalization;
using Amazon.Runtime;
using Amazon.SecurityToken;
using Amazon.SecurityToken.Model;

namespace Remediator.Tests.Support;

/// <summary>One moto_server for the whole test run: an implementation of AWS that is not ours.</summary>
/// <remarks>Tests stay apart through accounts of their own (<see cref="NewAccountAsync"/>), so nothing is ever reset.</remarks>
public sealed class MotoServer
{
    private static readonly Lazy<Task<MotoServer>> Running = new(async () => new MotoServer((await MotoProcess.StartAsync()).Url));
    private static readonly BasicAWSCredentials Anyone = new("AKIAMOTO", "moto");
    private static int _accounts;

    private MotoServer(string url) => Url = url;

    /// <summary>For FactAttribute.Skip: null where moto is there.</summary>
    public static string? SkipReason => MotoProcess.Missing;

    /// <summary><c>http://127.0.0.1:port</c>.</summary>
    public string Url { get; }

    /// <summary>The server; started by the first test that asks.</summary>
    public static Task<MotoServer> GetAsync() => Running.Value;

    /// <summary>An empty account: its number and credentials for it.</summary>
    public async Task<MotoAccount> NewAccountAsync()
    {
        var id = (200_000_000_000 + Interlocked.Increment(ref _accounts)).ToString(CultureInfo.InvariantCulture);
        using var sts = new AmazonSecurityTokenServiceClient(Anyone, new AmazonSecurityTokenServiceConfig { ServiceURL = Url, AuthenticationRegion = "us-east-1" });
        var answer = await sts.AssumeRoleAsync(new AssumeRoleRequest { RoleArn = $"arn:aws:iam::{id}:role/test", RoleSessionName = "test" });
        return new MotoAccount(id, new SessionAWSCredentials(answer.Credentials.AccessKeyId, answer.Credentials.SecretAccessKey, answer.Credentials.SessionToken), Url);
    }
}

/// <summary>An account inside moto.</summary>
public sealed record MotoAccount(string Id, AWSCredentials Credentials, string Url);
