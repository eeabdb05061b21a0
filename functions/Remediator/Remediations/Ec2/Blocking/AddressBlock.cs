using System.Collections.Immutable;
using Remediator.Attributes;
using Remediator.Attributes.Ec2Support;
using Remediator.Controls;
using Remediator.Findings;
using Remediator.Planning;

namespace Remediator.Remediations.Blocking;

/// <summary>Puts the finding's remote address into one list of the account, which something of the account's own blocks.</summary>
public abstract class AddressBlock<TOptions> : Remediation<TOptions, BlockPlace>
    where TOptions : class, IBlockOptions, new()
{
    public sealed override IReadOnlyList<string> Kinds { get; } = [ResourceKinds.Instance];

    public sealed override IReadOnlyList<Permission> ObservePermissions { get; } = [new("ec2:DescribeInstances"), .. OwnAddresses.Permissions];

    public sealed override StepPlan Plan(PlanContext context, TOptions options, BlockPlace observed) =>
        (BlockChoice.Refusal(context, options.Except, observed.Own) ?? observed.List.Unfit) is { } refusal
            ? new StepPlan.NotApplicable(refusal)
            : new StepPlan.Planned(
                [new Change
                {
                    Step = Name,
                    Attribute = Attributes[0],
                    Target = observed.List.Target,
                    Before = observed.List.Entry,
                    After = observed.List.Wanted,
                    Phase = Phase.Contain,
                    Stage = 2,
                }],
                [Survivor(options), .. BlockChoice.Others(context)]);

    /// <summary>What it does not stop.</summary>
    protected abstract string Survivor(TOptions options);

    /// <summary>The list that the options name, as it is for the address.</summary>
    protected abstract Task<BlockList> FindAsync(ObserveContext context, TOptions options, RemoteAddress address, CancellationToken cancel);

    protected sealed override async Task<BlockPlace> ReadAsync(ObserveContext context, TOptions options, CancellationToken cancel)
    {
        var finding = BlockChoice.Of(context.Plan) is { } address ? FindAsync(context, options, address, cancel) : Task.FromResult(new BlockList(null));
        var reading = context.InstanceAsync(cancel);
        var own = OwnAddresses.OfAsync(context, cancel);
        await Task.WhenAll(finding, reading, own).ConfigureAwait(false);
        return new BlockPlace(finding.Result, InstanceReads.TagsOf(reading.Result), own.Result);
    }

    protected sealed override TagReading Tags(BlockPlace observed) => new TagReading.Known(observed.Tags);

    protected sealed override IEnumerable<TouchedResource> Touched(BlockPlace observed) => observed.List.Touched is { } list ? [list] : [];
}

/// <summary>What the plan depends on.</summary>
/// <param name="Tags">Tags of the resource that the finding is about.</param>
/// <param name="Own">What of the account itself has the remote address; null for nothing.</param>
public sealed record BlockPlace(BlockList List, ImmutableDictionary<string, string> Tags, string? Own);

/// <summary>A list of addresses to block.</summary>
/// <param name="Unfit">Why it takes no address, or not this one; null where it does.</param>
/// <param name="Target">The address in it.</param>
/// <param name="Entry">Value of the attribute for that.</param>
/// <param name="Wanted">The value that blocks.</param>
/// <param name="Touched">The list with its tags; null where there is none, or it was not read.</param>
public sealed record BlockList(string? Unfit, Target Target = default, AttributeValue Entry = default, AttributeValue Wanted = default, TouchedResource? Touched = null);
