using Remediator.Cli.Output;
using Remediator.Findings;
using Remediator.FindingSources;
using Remediator.Remediations;

namespace Remediator.Cli.Releases;

/// <summary>A resource as people name it.</summary>
/// <param name="Account">Null where the name does not say.</param>
internal sealed record ResourceName(string Kind, string Id, string? Account)
{
    /// <summary>Kinds that some remediation acts on: there are no executions of others.</summary>
    private static readonly string[] Kinds = [.. RemediationCatalogue.All.SelectMany(r => r.Kinds).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    /// <summary>All that the text can mean: an ARN, or kind and id.</summary>
    /// <param name="option">What the person calls it.</param>
    /// <exception cref="CliException">It is neither.</exception>
    public static IReadOnlyList<ResourceName> Candidates(string text, string option = "--resource")
    {
        var candidates = Arn.TryParse(text) is { } arn ? OfArn(arn, text) : OfKind(text);
        return candidates.Count > 0 ? candidates : throw new CliException(
            $"{option}: '{Shown.Text(text)}' is neither the ARN nor the kind and id of something that playbooks act on. The kinds are {string.Join(", ", Kinds)}.");
    }

    /// <summary>As the sources read ARNs; else by the words of the kind.</summary>
    private static List<ResourceName> OfArn(Arn arn, string text)
    {
        var account = arn.Account.Length == 0 ? null : arn.Account;
        return ArnResource.TryRead(text) is { } known && Kinds.Contains(known.Kind, StringComparer.Ordinal)
            ? [new ResourceName(known.Kind, known.Id, account)]
            : [.. Kinds.Where(k => Is(k, arn)).Select(k => new ResourceName(k, arn.Name, account))];
    }

    private static List<ResourceName> OfKind(string text)
    {
        var names = new List<ResourceName>();
        foreach (var kind in Kinds)
        {
            foreach (var written in new[] { kind, Short(kind) })
            {
                if (text.Length > written.Length + 1 && text[written.Length] == ':' && text.StartsWith(written, StringComparison.OrdinalIgnoreCase))
                {
                    names.Add(new ResourceName(kind, text[(written.Length + 1)..], null));
                }
            }
        }

        return names;
    }

    /// <summary>Service and type as ARNs write them; a bucket's has no type.</summary>
    private static bool Is(string kind, Arn arn)
    {
        var type = arn.Resource[..Math.Max(0, arn.Resource.IndexOfAny(['/', ':']))].Replace("-", "", StringComparison.Ordinal);
        return kind.Split("::") is [_, var service, ..] && service.Equals(arn.Service, StringComparison.OrdinalIgnoreCase)
            && (type.Length > 0 ? type.Equals(Short(kind), StringComparison.OrdinalIgnoreCase) : kind == ResourceKinds.Bucket);
    }

    private static string Short(string kind) => kind[(kind.LastIndexOf(':') + 1)..];
}
