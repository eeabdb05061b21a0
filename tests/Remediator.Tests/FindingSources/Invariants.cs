using System.Globalization;
using System.Text.Json;
using Remediator.Findings;
using Remediator.FindingSources;

namespace Remediator.Tests.FindingSources;

/// <summary>What holds for the result of reading any document whatsoever.</summary>
internal static class Invariants
{
    public static void Check(SourceResult result, string document)
    {
        if (result is SourceResult.Rejected rejected)
        {
            Assert.NotEmpty(rejected.Reason);
            Assert.DoesNotContain(rejected.Reason, char.IsControl);
            return;
        }

        var texts = Texts(document);
        Assert.All(Assert.IsType<SourceResult.Parsed>(result).Findings, finding => Check(finding, texts));
    }

    private static void Check(Finding finding, HashSet<string> texts)
    {
        Assert.NotEmpty(finding.Id);
        Assert.NotEmpty(finding.Type);
        Assert.NotEmpty(finding.Raw);
        Assert.InRange(finding.Severity.Value, 0, 10);
        Assert.True(finding.Count >= 1);
        Assert.True(StandsIn(finding.Account, texts), finding.Account);
        Assert.True(finding.Region.Length is > 0 and <= 32 && finding.Region.All(c => char.IsAsciiLetterOrDigit(c) || c == '-'), finding.Region);
        Assert.True(Partitions.IsPartition(finding.Partition), finding.Partition);
        Assert.Equal(finding.Resources.Count, finding.Resources.DistinctBy(r => ResourceIdentity.Of(finding.Account, finding.Region, r)).Count());
        foreach (var text in finding.Resources.SelectMany(r => r.Details.Values.Append(r.Id).Append(r.Kind)).Append(finding.Id).Append(finding.Type))
            Assert.True(text.Length is > 0 and <= 4500 && !text.Any(IsInvisible), $"{text.Length} characters or an invisible one");
        Assert.All(finding.Resources, resource => Assert.True(ComesFrom(resource, texts), $"{resource.Id} is not in the document"));

        // What steps act on besides ids: whom they deny, what they block, where they ask.
        Assert.True(
            StandsIn(finding.Region, texts) || texts.Contains("global") || texts.Any(t => t.StartsWith(finding.Region + "_", StringComparison.Ordinal)), // a user pool's id
            $"the Region {finding.Region} is not in the document");
        foreach (var text in finding.Resources.SelectMany(r => Named.Select(r.Detail)).Append(finding.Actor?.RemoteIp).Append(finding.Actor?.Domain).Concat(finding.Actor?.OtherIps ?? []).OfType<string>())
            Assert.True(StandsIn(text, texts), $"{text} is not in the document");
        foreach (var resource in finding.Resources)
        {
            Assert.True(resource.Arn is null || IsMadeOf(resource.Arn, resource, finding, texts), $"the ARN {resource.Arn} is not in the document");
            Assert.All(resource.Tags ?? [], tag => Assert.True(tag.Value.Length == 0 || texts.Contains(tag.Value), "a tag is not in the document"));
            Assert.True(resource.Detail(ResourceDetails.Repository) is not { } repository || texts.Any(t => t.Contains($"/{repository}", StringComparison.Ordinal)), "the repository is not in the document");
        }

        foreach (var port in finding.Actor?.Ports ?? [])
            Assert.Contains(port.ToString(CultureInfo.InvariantCulture), texts);
    }

    private static readonly string[] Named =
    [
        ResourceDetails.UserName, ResourceDetails.AccessKeyId, ResourceDetails.PrincipalId, ResourceDetails.BucketName, ResourceDetails.VpcId,
        ResourceDetails.Account, ResourceDetails.Region, ResourceDetails.InstanceProfileArn, ResourceDetails.HostInstanceId, ResourceDetails.UserPoolId,
        ResourceDetails.DatabaseUser, ResourceDetails.EffectivePermission, ResourceDetails.ETag, ResourceDetails.Namespace, ResourceDetails.Version,
    ];

    /// <summary>Each id stands in the document, in an ARN of it, behind a type name such as <c>AWS::IAM::AccessKey:</c> or a role's id, or (a Kubernetes workload) is put together from it.</summary>
    private static bool ComesFrom(ResourceRef resource, HashSet<string> texts) =>
        StandsIn(resource.Id, texts) || (resource.Kind == ResourceKinds.KubernetesWorkload && IsJoined(resource.Id, texts));

    /// <summary>An ARN stands in the document, or is that of the resource where the finding is.</summary>
    private static bool IsMadeOf(string text, ResourceRef resource, Finding finding, HashSet<string> texts) =>
        texts.Contains(text)
        || (Arn.TryParse(text) is { } arn && arn.Partition == finding.Partition && text.EndsWith(resource.Id, StringComparison.Ordinal)
            && (arn.Account.Length == 0 || arn.Account == finding.Account) && (arn.Region.Length == 0 || arn.Region == finding.Region));

    private static bool IsJoined(string id, HashSet<string> texts) =>
        texts.Contains(id) || Enumerable.Range(0, id.Length).Any(i => id[i] == '/' && texts.Contains(id[..i]) && IsJoined(id[(i + 1)..], texts));

    private static bool StandsIn(string text, HashSet<string> texts) =>
        texts.Contains(text) || texts.Any(t => (t.StartsWith("arn:", StringComparison.Ordinal) && IsPartOf(t, text)) || ((t.StartsWith("AWS::", StringComparison.Ordinal) || t.StartsWith("AROA", StringComparison.Ordinal)) && t.EndsWith(':' + text, StringComparison.Ordinal)));

    /// <summary>Whole parts between colons and slashes: a name is not in the ARN of a longer one.</summary>
    private static bool IsPartOf(string arn, string text)
    {
        for (var at = arn.IndexOf(text, StringComparison.Ordinal); at > 0 && text.Length > 0; at = arn.IndexOf(text, at + 1, StringComparison.Ordinal))
        {
            if (arn[at - 1] is ':' or '/' && (at + text.Length == arn.Length || arn[at + text.Length] is ':' or '/'))
                return true;
        }

        return false;
    }

    private static bool IsInvisible(char c) => char.IsControl(c) || CharUnicodeInfo.GetUnicodeCategory(c) == UnicodeCategory.Format;

    private static HashSet<string> Texts(string document)
    {
        using var json = JsonDocument.Parse(document);
        var texts = new HashSet<string>(StringComparer.Ordinal);
        Collect(json.RootElement, texts);
        return texts;
    }

    private static void Collect(JsonElement element, HashSet<string> texts)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (var property in element.EnumerateObject())
                    Collect(property.Value, texts);
                break;
            case JsonValueKind.Array:
                foreach (var item in element.EnumerateArray())
                    Collect(item, texts);
                break;
            case JsonValueKind.Number:
                texts.Add(element.GetRawText());
                break;
            case JsonValueKind.String when !element.GetRawText().Contains("\\ud800", StringComparison.Ordinal):
                texts.Add(element.GetString()!);
                break;
        }
    }
}
