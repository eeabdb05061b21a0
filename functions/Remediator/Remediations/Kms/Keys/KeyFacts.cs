using System.Collections.Immutable;
using Amazon.KeyManagementService;
using Amazon.KeyManagementService.Model;
using Remediator.Findings;
using Remediator.Planning;

namespace Remediator.Remediations;

/// <summary>One KMS key as it is.</summary>
/// <param name="Unfit">Why there is nothing to do; null when there may be.</param>
/// <param name="KeyId">The id at the end of its ARN.</param>
/// <param name="State">KMS's word for its state.</param>
/// <param name="Tags">Its tags.</param>
public sealed record KeyFacts(string? Unfit, string KeyId, AttributeValue State, TagReading Tags)
{
    private static readonly string[] Restorable = ["Enabled", "Disabled", "PendingDeletion"];

    internal static async Task<KeyFacts> ReadAsync(ObserveContext context, CancellationToken cancel)
    {
        var id = IdOf(context.Resource.Id);
        if (id is null)
        {
            return new KeyFacts("the finding does not name a KMS key by its id", "", default, TagReading.None);
        }

        try
        {
            var kms = context.Aws.Client<IAmazonKeyManagementService>();
            var tags = TagsAsync(kms, id, cancel);
            var described = kms.DescribeKeyAsync(new DescribeKeyRequest { KeyId = id }, cancel);
            await Task.WhenAll(tags, described).ConfigureAwait(false);
            var key = (await described.ConfigureAwait(false)).KeyMetadata;
            return new KeyFacts(UnfitBecause(key), id, AttributeValue.Of(key.KeyState.Value), await tags.ConfigureAwait(false));
        }
        catch (NotFoundException)
        {
            return new KeyFacts($"there is no key {id} in {context.Aws.Region} of account {context.Aws.Account} (any more)", id, default, TagReading.None);
        }
    }

    /// <summary>The id, bare or at the end of a key ARN; an alias may have been moved to another key since.</summary>
    private static string? IdOf(string text)
    {
        var id = Arn.TryParse(text) is { } arn ? arn.Resource.StartsWith("key/", StringComparison.Ordinal) ? arn.Resource["key/".Length..] : "" : text;
        return id.Length is >= 32 and <= 40 && id.All(c => char.IsAsciiHexDigitLower(c) || c is '-' or 'm' or 'r' or 'k') ? id : null;
    }

    private static string? UnfitBecause(KeyMetadata key) =>
        key.KeyManager == KeyManagerType.AWS ? $"{key.KeyId} is a key that AWS manages: nobody can delete or disable it"
        : !Restorable.Contains(key.KeyState.Value) ? $"the key {key.KeyId} is {key.KeyState.Value}, from where neither cancelling a deletion nor enabling leads back"
        : null;

    private static async Task<TagReading> TagsAsync(IAmazonKeyManagementService kms, string id, CancellationToken cancel)
    {
        try
        {
            var found = ImmutableDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
            var request = new ListResourceTagsRequest { KeyId = id };
            do
            {
                var page = await kms.ListResourceTagsAsync(request, cancel).ConfigureAwait(false);
                found.AddRange((page.Tags ?? []).Select(t => KeyValuePair.Create(t.TagKey, t.TagValue ?? "")));
                request.Marker = page.Truncated is true ? page.NextMarker : null;
            }
            while (request.Marker is not null);
            return new TagReading.Known(found.ToImmutable());
        }
        catch (AmazonKeyManagementServiceException e) when (e is not NotFoundException)
        {
            return new TagReading.Unknown($"tags of key {id}: {e.ErrorCode}: {e.Message}");
        }
    }
}
