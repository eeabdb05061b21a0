using System.Collections.Immutable;
using System.Text.Json.Serialization.Metadata;
using Amazon.EC2;
using Amazon.EC2.Model;
using Amazon.Runtime;
using Remediator.Attributes;
using Remediator.Attributes.Ec2Support;
using Remediator.Planning;

namespace Remediator.Remediations;

/// <summary>Ends the sharing of something that EC2 copies, with everybody and with other accounts.</summary>
/// <param name="noun">"image", "snapshot".</param>
/// <param name="prefix">Beginning of its ids.</param>
public abstract class Unsharing(string noun, string prefix) : Remediation<UnshareOptions, SharedCopy>
{
    public sealed override JsonTypeInfo OptionsInfo => UnshareJsonContext.Default.UnshareOptions;

    /// <summary>EC2's errors for what is not there.</summary>
    protected abstract string[] Missing { get; }

    public sealed override StepPlan Plan(PlanContext context, UnshareOptions options, SharedCopy observed) => observed.Unshare(Name, Attributes[0], options);

    protected sealed override async Task<SharedCopy> ReadAsync(ObserveContext context, UnshareOptions options, CancellationToken cancel)
    {
        var (id, target) = (context.Resource.Id, new Target(Kinds[0], context.Resource.Id));
        if (!id.StartsWith(prefix, StringComparison.Ordinal) || !id.Skip(prefix.Length).All(char.IsAsciiHexDigitLower) || id.Length is < 10 or > 30)
        {
            return SharedCopy.None($"the finding does not name the {noun} by a valid id");
        }

        var tags = TagsAsync(context, id, cancel);
        var shared = AttributeCatalogue.Get(Attributes[0]).ReadAsync(context.Aws, target, cancel);
        await Task.WhenAll(tags, shared).ConfigureAwait(false);
        return await tags.ConfigureAwait(false) is { } known && await shared.ConfigureAwait(false) is { IsAbsent: false } with
            ? new SharedCopy(null, target, with, new TagReading.Known(known))
            : SharedCopy.None($"the account has no {noun} {id} in {context.Aws.Region} (any more)");
    }

    protected sealed override TagReading Tags(SharedCopy observed) => observed.Tags;

    /// <summary>The tags of what the account itself owns; null for nothing.</summary>
    protected abstract Task<IEnumerable<Tag>?> OwnAsync(IAmazonEC2 ec2, string id, CancellationToken cancel);

    /// <summary>Null when the account owns no such thing: one that is shared with it has the same form of id.</summary>
    private async Task<ImmutableDictionary<string, string>?> TagsAsync(ObserveContext context, string id, CancellationToken cancel)
    {
        try
        {
            return (await OwnAsync(context.Aws.Client<IAmazonEC2>(), id, cancel).ConfigureAwait(false))?.ToImmutableDictionary(t => t.Key, t => t.Value ?? "", StringComparer.Ordinal);
        }
        catch (AmazonServiceException e) when (e.Is(Missing))
        {
            return null;
        }
    }
}
