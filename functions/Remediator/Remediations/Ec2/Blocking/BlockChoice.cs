using Remediator.Attributes.Ec2Support;

namespace Remediator.Remediations.Blocking;

/// <summary>The remote address of a finding, where it is one that may be blocked.</summary>
internal static class BlockChoice
{
    /// <summary>Why there is nothing to block; null where there is.</summary>
    /// <param name="own">What of the account itself has the address: <see cref="OwnAddresses"/>.</param>
    public static string? Refusal(PlanContext context, IEnumerable<string> except, string? own)
    {
        if (context.Finding.Actor?.RemoteIp is not { } text)
        {
            return "the finding names no remote address";
        }

        if (RemoteAddress.Parse(text) is not { } address)
        {
            return "the remote address of the finding is not one of the Internet (private, local, or none at all): it is not blocked";
        }

        if (own is not null)
        {
            return $"the remote address {address.Address} is the account's own ({own}): to block it would cut off whatever uses it";
        }

        return except.FirstOrDefault(address.IsIn) is { } range ? $"the remote address {address.Address} is in {range}, which the playbook excepts" : null;
    }

    public static RemoteAddress? Of(PlanContext context) => RemoteAddress.Parse(context.Finding.Actor?.RemoteIp);
}
