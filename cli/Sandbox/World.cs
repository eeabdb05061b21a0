using System.Globalization;
using Remediator.Cli.Sandbox.Permissions;

namespace Remediator.Cli.Sandbox;

/// <summary>Everything the sandbox holds: accounts, sessions, and the counters that make ids.</summary>
internal sealed class World(SandboxOptions options)
{
    private readonly SortedDictionary<string, SandboxAccount> _accounts = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Principal> _sessions = new(StringComparer.Ordinal);
    private readonly Dictionary<string, IReadOnlyList<PolicyStatement>> _policies = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _counters = new(StringComparer.Ordinal);

    public SandboxOptions Options { get; } = options;

    public TimeProvider Clock => Options.Clock;

    public IReadOnlyDictionary<string, SandboxAccount> Accounts => _accounts;

    public SandboxAccount Account(string id)
    {
        if (!_accounts.TryGetValue(id, out var account))
        {
            _accounts[id] = account = new SandboxAccount(id, this);
        }

        return account;
    }

    /// <summary>EC2's form of id: a prefix and 17 hex digits.</summary>
    public string Ec2Id(string prefix) => $"{prefix}-{Next(prefix).ToString("x17", CultureInfo.InvariantCulture)}";

    /// <summary>IAM's form of id: a prefix and 17 capitals or digits.</summary>
    public string IamId(string prefix) => $"{prefix}SANDBOX{Next(prefix).ToString("D10", CultureInfo.InvariantCulture)}";

    public string RequestId() => $"00000000-0000-4000-8000-{Next("request").ToString("D12", CultureInfo.InvariantCulture)}";

    public int Next(string counter) => _counters[counter] = _counters.GetValueOrDefault(counter) + 1;

    /// <remarks>Snapshots and images have no account in theirs.</remarks>
    public static string Arn(string service, string region, string account, string resource) =>
        $"arn:{Partition(region)}:{service}:{region}:{(resource.StartsWith("snapshot/", StringComparison.Ordinal) || resource.StartsWith("image/", StringComparison.Ordinal) ? "" : account)}:{resource}";

    /// <summary>Makes a session's access key known.</summary>
    public void Remember(string accessKeyId, Principal session) => _sessions[accessKeyId] = session;

    /// <summary>Whose key it is: a session's, a user's, or else the administrator's of the account that the key names.</summary>
    public Principal? WhoIs(string accessKeyId)
    {
        if (_sessions.TryGetValue(accessKeyId, out var session))
        {
            return session;
        }

        foreach (var account in _accounts.Values)
        {
            if (account.Users.Values.FirstOrDefault(u => u.AccessKeys.ContainsKey(accessKeyId)) is { } user)
            {
                var active = user.AccessKeys[accessKeyId].Status == "Active";
                return active ? new Principal(account.Id, user.Arn, user.Id) { User = user.Name } : null;
            }
        }

        return Principal.Administrator(SandboxKeys.AccountOf(accessKeyId) ?? Options.Account);
    }

    /// <summary>The statements of a policy, by its text.</summary>
    public IReadOnlyList<PolicyStatement> StatementsOf(string policy) =>
        _policies.TryGetValue(policy, out var known) ? known : _policies[policy] = PolicyStatement.Parse(policy);

    private static string Partition(string region) => region.StartsWith("cn-", StringComparison.Ordinal) ? "aws-cn" : region.StartsWith("us-gov-", StringComparison.Ordinal) ? "aws-us-gov" : "aws";
}
