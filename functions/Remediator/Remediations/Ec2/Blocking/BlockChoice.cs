using Remediator.Attributes.Ec2Support;

namespace Remediator.Remediations.Blocking;

/// <summary>The remote address of a finding, where it is one that may be blocked.</summary>
internal static class BlockChoice
{
    /// <summary>Why there is nothing to block; null where there is.</summary>
    /// <param name="own">What of the account itself has the address: <see cref="OwnAddresses"/>.</param>
    public static string? Refusal(PlanContext context, IEnumerable<string> except, string? own) => Refusal(context.Finding.Actor?.RemoteIp, except, own);

    /// <inheritdoc cref="Refusal(PlanContext, IEnumerable{string}, string)"/>
    public static string? Refusal(string? text, IEnumerable<string> except, string? own)
    {
        if (text is null)
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

    /// <summary>All addresses of the finding that may be ones of the Internet.</summary>
    public static IEnumerable<RemoteAddress> All(PlanContext context) =>
        context.Finding.Actor is { } actor ? actor.OtherIps.Prepend(actor.RemoteIp).Select(RemoteAddress.Parse).OfType<RemoteAddress>().Distinct() : [];

    /// <summary>What steps that block one address tell of the others.</summary>
    public static IEnumerable<string> Others(PlanContext context) =>
        All(context).Count() - 1 is > 0 and var others ? [$"The finding names {others} more remote address{(others == 1 ? "" : "es")}, which this step does not block."] : [];

    public static RemoteAddress? Of(PlanContext context) => RemoteAddress.Parse(context.Finding.Actor?.RemoteIp);
}
