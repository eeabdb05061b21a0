using System.Globalization;
using System.Text.RegularExpressions;
using Amazon.NetworkFirewall;
using Amazon.NetworkFirewall.Model;
using Remediator.Attributes.Ec2Support;
using Remediator.Execution;
using Remediator.Planning;

namespace Remediator.Attributes;

/// <summary>Whether a stateful rule group of Network Firewall, by name, drops one address both ways; target <c>name/address</c>; absent when it does not.</summary>
/// <remarks>
/// AWS takes only the whole group: it is read and written under its token, and read again when somebody else wrote in between. All
/// that this version knows of a group goes back as it came; the group should be one made for blocking, so that there is nothing else.
/// https://docs.aws.amazon.com/network-firewall/latest/APIReference/API_UpdateRuleGroup.html
/// </remarks>
public sealed partial class FirewallDropRule : ResourceAttribute
{
    private const string GroupArn = "arn:{partition}:network-firewall:{region}:{account}:stateful-rulegroup/{ruleGroup}";
    private const string Note = "(msg:\"Remediator blocks a remote address\"; sid:";

    /// <summary>First signature id of the engine's, in the range that Suricata leaves to local rules.</summary>
    private const int FirstId = 1_900_000;
    private const int Attempts = 8;

    /// <summary>What is left of a group without rules: AWS says nowhere that it takes one without any text, and takes comments.</summary>
    private const string Empty = "# Remediator has taken its last rule out of this group.";

    public static AttributeValue Dropped { get; } = AttributeValue.Of("dropped");

    public override string Label => "drop rule of the firewall";

    public override IReadOnlyList<Permission> ReadPermissions => [new("network-firewall:DescribeRuleGroup", GroupArn)];

    public override IReadOnlyList<Permission> WritePermissions => [new("network-firewall:UpdateRuleGroup", GroupArn)];

    internal static Target Of(string group, RemoteAddress address) => new("AWS::NetworkFirewall::RuleGroup", $"{group}/{address.Address}");

    internal static AttributeValue Value(DescribeRuleGroupResponse group, RemoteAddress address) =>
        Lines(group).Exists(l => IsOurs(l, address)) ? Dropped : AttributeValue.Absent;

    public override KeyValuePair<string, string>? NameOf(Target target) => new("ruleGroup", Parse(target).Group);

    public override async Task<AttributeValue> ReadAsync(AwsSession aws, Target target, CancellationToken cancel)
    {
        var (name, address) = Parse(target);
        return Value(await NeedAsync(aws, name, cancel).ConfigureAwait(false), address);
    }

    public override async Task WriteAsync(AwsSession aws, WriteRequest request, CancellationToken cancel)
    {
        var (name, address) = Parse(request.Target);
        for (var attempt = 1; ; attempt++)
        {
            var found = await NeedAsync(aws, name, cancel).ConfigureAwait(false);
            if (Value(found, address) == request.Wanted)
            {
                return;
            }

            try
            {
                await aws.Client<IAmazonNetworkFirewall>().UpdateRuleGroupAsync(Update(found, Text(found, address, drop: !request.Wanted.IsAbsent)), cancel).ConfigureAwait(false);
                return;
            }
            catch (InvalidTokenException) when (attempt < Attempts)
            {
                // Somebody else wrote the group in between: merge into what they wrote.
            }
        }
    }

    public override string Describe(AttributeValue value) => value.IsAbsent ? "not dropped" : value.ToString();

    /// <summary>Null when there is no stateful group of that name.</summary>
    internal static async Task<DescribeRuleGroupResponse?> FindAsync(AwsSession aws, string name, CancellationToken cancel)
    {
        try
        {
            var request = new DescribeRuleGroupRequest { RuleGroupName = name, Type = RuleGroupType.STATEFUL };
            return await aws.Client<IAmazonNetworkFirewall>().DescribeRuleGroupAsync(request, cancel).ConfigureAwait(false);
        }
        catch (ResourceNotFoundException)
        {
            return null;
        }
    }

    private static string Text(DescribeRuleGroupResponse found, RemoteAddress address, bool drop)
    {
        var others = Lines(found);
        others.RemoveAll(l => IsOurs(l, address));
        if (drop)
        {
            var taken = others.SelectMany(l => SignatureId().Matches(l)).Select(m => int.Parse(m.Groups[1].ValueSpan, CultureInfo.InvariantCulture)).ToHashSet();
            var id = Enumerable.Range(FirstId, taken.Count + 1).First(n => !taken.Contains(n));

            // Before the end of a text that ends with a line break: then what is left without the rule is the text before, to the letter.
            others.Insert(others[^1].Length == 0 ? others.Count - 1 : others.Count, string.Create(CultureInfo.InvariantCulture, $"{Start(address)}{id}; rev:1;)"));
        }

        return others.TrueForAll(string.IsNullOrWhiteSpace) ? Empty : string.Join('\n', others);
    }

    private static UpdateRuleGroupRequest Update(DescribeRuleGroupResponse found, string rules) => new()
    {
        RuleGroupName = found.RuleGroupResponse.RuleGroupName,
        Type = found.RuleGroupResponse.Type,
        UpdateToken = found.UpdateToken,
        Description = string.IsNullOrEmpty(found.RuleGroupResponse.Description) ? null : found.RuleGroupResponse.Description,
        EncryptionConfiguration = found.RuleGroupResponse.EncryptionConfiguration,
        SourceMetadata = found.RuleGroupResponse.SourceMetadata,
        SummaryConfiguration = found.RuleGroupResponse.SummaryConfiguration,
        RuleGroup = new RuleGroup
        {
            RuleVariables = found.RuleGroup.RuleVariables,
            ReferenceSets = found.RuleGroup.ReferenceSets,
            StatefulRuleOptions = found.RuleGroup.StatefulRuleOptions,
            RulesSource = new RulesSource { RulesString = rules },
        },
    };

    private static string Start(RemoteAddress address) => $"drop ip {address.Address} any <> any any {Note}";

    private static bool IsOurs(string line, RemoteAddress address) => line.AsSpan().TrimStart().StartsWith(Start(address), StringComparison.Ordinal);

    /// <summary>As they are, blank ones too.</summary>
    private static List<string> Lines(DescribeRuleGroupResponse found) => [.. (found.RuleGroup?.RulesSource?.RulesString ?? "").Split('\n')];

    private static async Task<DescribeRuleGroupResponse> NeedAsync(AwsSession aws, string name, CancellationToken cancel) =>
        await FindAsync(aws, name, cancel).ConfigureAwait(false) is { RuleGroup.RulesSource.RulesString: not null } found
            ? found
            : throw new RemediationException($"there is no stateful rule group {name} with rules in Suricata's form any more");

    private static (string Group, RemoteAddress Address) Parse(Target target) =>
        target.Id.Split('/', 2) is [var name, var text] && RemoteAddress.Parse(text) is { } address
            ? (name, address)
            : throw new FormatException($"'{target.Id}' is not of the form name/address.");

    [GeneratedRegex(@"\bsid:\s*([0-9]{1,9})\s*;")]
    private static partial Regex SignatureId();
}
