using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Remediator.Attributes;
using Remediator.Controls;
using Remediator.Execution;
using Remediator.Planning;

namespace Remediator.Remediations;

/// <summary>One response to one kind of resource: reads what is there and says what should be, as a list of changes.</summary>
/// <remarks>
/// One file <c>Remediations/{Service}/{Name}.cs</c> each, a public sealed class with a parameterless constructor and no state;
/// <see cref="RemediationCatalogue"/> finds it by its file name. Derive from <see cref="Remediation{TOptions, TObserved}"/>.
/// </remarks>
public abstract class Remediation
{
    /// <summary>The name in playbooks: lower-case words with hyphens, a verb first.</summary>
    public abstract string Name { get; }

    /// <summary>One sentence for the command line and the documentation.</summary>
    public abstract string Summary { get; }

    /// <summary>What a release puts back, for the documentation; said where that is not all, or not just the values before.</summary>
    public virtual string Undo => IsIrreversible ? "cannot be undone: a person is asked first" : OnlyTells ? "nothing: it made no change" : "the values before";

    /// <summary>The resource kinds that it acts on.</summary>
    public abstract IReadOnlyList<string> Kinds { get; }

    /// <summary>Names of the attributes that its changes use; their permissions are its own.</summary>
    public abstract IReadOnlyList<string> Attributes { get; }

    /// <summary>Permissions of the reads in <c>ObserveAsync</c> beyond those of the attributes.</summary>
    public abstract IReadOnlyList<Permission> ObservePermissions { get; }

    /// <summary>JSON metadata of the options: the playbook loader and the schema are made from it.</summary>
    /// <remarks>
    /// Options that have a default need <c>set</c>: generated metadata overwrites the defaults of <c>init</c> properties.
    /// Enums by <c>KebabCaseEnumConverter</c>, durations by <c>DurationConverter</c>; <c>[Description]</c>, <c>[Range]</c>,
    /// <c>[RegularExpression]</c> and <c>[JsonRequired]</c> are checked in playbooks and shown in editors.
    /// </remarks>
    public abstract JsonTypeInfo OptionsInfo { get; }

    /// <summary>Whether it plans changes that can't be undone: it is said before anything is looked at.</summary>
    public virtual bool IsIrreversible => false;

    /// <summary>Whether it looks for what people should know and changes nothing: beside steps that contain, it neither holds them up nor fails their run.</summary>
    public virtual bool OnlyTells => false;

    /// <summary>Whether it goes before what the other resources of one finding get: it keeps what they contain from being replaced.</summary>
    public virtual bool GoesFirst => false;

    /// <summary>Whether it goes after what the other playbooks do about one finding: it holds up none of what they contain.</summary>
    public virtual bool GoesLast => false;

    /// <summary>Whether it acts from the account that Remediator runs in, on the organization: then nothing else is in its playbook.</summary>
    public virtual bool IsOrganizational => false;

    /// <summary>Reads and plans; a failed read is <see cref="StepPlan.Unknown"/>, never a guess.</summary>
    public async Task<StepObservation> ObserveAndPlanAsync(ObserveContext context, JsonElement? options, CancellationToken cancel)
    {
        try
        {
            return await ObserveAsync(context, options, cancel).ConfigureAwait(false);
        }
        catch (Exception e) when (AwsFailure.IsExpected(e))
        {
            return new StepObservation(new StepPlan.Unknown(AwsFailure.Describe(e)), new TagReading.Unknown(AwsFailure.Describe(e)), []);
        }
    }

    private protected abstract Task<StepObservation> ObserveAsync(ObserveContext context, JsonElement? options, CancellationToken cancel);
}

/// <summary>Reads with <see cref="ReadAsync"/> (all reads side by side), decides with <see cref="Plan"/> (pure).</summary>
/// <typeparam name="TOptions">The options of a step in a playbook; defaults inline.</typeparam>
/// <typeparam name="TObserved">What was read; lives only between the two.</typeparam>
public abstract class Remediation<TOptions, TObserved> : Remediation
    where TOptions : class, new()
    where TObserved : class
{
    /// <summary>The live state that the plan needs.</summary>
    /// <exception cref="Amazon.Runtime.AmazonServiceException">A read failed: the plan becomes <see cref="StepPlan.Unknown"/>.</exception>
    protected abstract Task<TObserved> ReadAsync(ObserveContext context, TOptions options, CancellationToken cancel);

    /// <summary>The live tags of the resource, for the safety gate.</summary>
    protected abstract TagReading Tags(TObserved observed);

    /// <summary>Other things that the plan touches and that have tags of their own, which may protect them.</summary>
    protected virtual IEnumerable<TouchedResource> Touched(TObserved observed) => [];

    /// <summary>Pure: the same observation gives the same plan.</summary>
    public abstract StepPlan Plan(PlanContext context, TOptions options, TObserved observed);

    private protected sealed override async Task<StepObservation> ObserveAsync(ObserveContext context, JsonElement? options, CancellationToken cancel)
    {
        var typed = options is { ValueKind: JsonValueKind.Object } given ? (TOptions)given.Deserialize(OptionsInfo)! : new TOptions();
        var observed = await ReadAsync(context, typed, cancel).ConfigureAwait(false);
        return new StepObservation(Plan(context.Plan, typed, observed), Tags(observed), [.. Touched(observed)]);
    }
}

/// <summary>What a remediation planned, and the tags that it saw on the way.</summary>
public sealed record StepObservation(StepPlan Plan, TagReading Tags, ImmutableArray<TouchedResource> Touched);
