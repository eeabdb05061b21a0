using Remediator.Attributes.Ec2Support;

namespace Remediator.Remediations.Blocking;

/// <summary>The remote address of a finding, where it is one that may be blocked.</summary>
internal static class BlockChoice
{
    /// <summary>Why there is nothing to block; null where there is.</summary>
    public static string? Refusal(PlanContext context, IEnumerable<string> except)
    {
        if (context.Finding.Actor?.RemoteIp is not { } text)
        {
            return "the finding names no remote address";
        }

        if (RemoteAddress.Parse(text) is not { } address)
        {
            return "the remote address of the finding is not one of the Internet (private, local, or none at all): it is not blocked";
        }

        return except.FirstOrDefault(address.IsIn) is { } range ? $"the remote address {address.Address} is in {range}, which the playbook excepts" : null;
    }

    public static RemoteAddress? Of(PlanContext context) => RemoteAddress.Parse(context.Finding.Actor?.RemoteIp);
}
