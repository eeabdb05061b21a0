using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Amazon.Lambda;
using Amazon.Lambda.Model;
using Remediator.Attributes;
using Remediator.Execution;
using Remediator.Findings;
using Remediator.Planning;

namespace Remediator.Remediations;

/// <summary>One function as it is.</summary>
/// <param name="Unfit">Why there is nothing to do; null when there may be.</param>
/// <param name="Name">Its name, without version or alias.</param>
/// <param name="Tags">Its tags.</param>
public sealed record FunctionState(string? Unfit, string Name, TagReading Tags)
{
    public AttributeValue Concurrency { get; init; }

    /// <summary>Ids of its event source mappings, and their states.</summary>
    public ImmutableArray<(string Id, string State)> EventSources { get; init; } = [];

    public ImmutableArray<JsonObject> Statements { get; init; } = [];

    /// <summary>Its execution role, where its sessions are to be cut; null when it is none of this account, or gone.</summary>
    public RoleState? Role { get; init; }

    /// <summary>The unique id of that role, also where it is only compared.</summary>
    public string? RoleId { get; init; }

    internal static FunctionState None(string reason) => new(reason, "", TagReading.None);

    internal static async Task<FunctionState> ReadAsync(ObserveContext context, IsolateFunctionOptions options, CancellationToken cancel)
    {
        var (name, aws) = (context.Resource.Id, context.Aws);
        if (!ResourceIdShape.Fits(ResourceKinds.Function, name))
        {
            return None("the finding does not name a function by a valid name");
        }

        var lambda = aws.Client<IAmazonLambda>();
        try
        {
            var concurrency = new FunctionConcurrency().ReadAsync(aws, FunctionArns.TargetOf(name), cancel);
            var sources = options.EventSources ? EventSourcesAsync(lambda, name, cancel) : Task.FromResult<ImmutableArray<(string, string)>>([]);
            var statements = FunctionStatement.AllAsync(aws, name, cancel);
            var tags = TagsAsync(context, name, cancel);
            var role = RoleAsync(context, options, name, cancel);
            await Task.WhenAll(concurrency, sources, statements, tags, role).ConfigureAwait(false);
            return new FunctionState(null, name, tags.Result)
            {
                Concurrency = concurrency.Result,
                EventSources = sources.Result,
                Statements = [.. statements.Result],
                Role = options.Sessions == FunctionSessions.None ? null : role.Result,
                RoleId = role.Result?.RoleId,
            };
        }
        catch (ResourceNotFoundException)
        {
            return None($"there is no function {name} in {aws.Region} of account {aws.Account} (any more)");
        }
    }

    private static async Task<RoleState?> RoleAsync(ObserveContext context, IsolateFunctionOptions options, string name, CancellationToken cancel)
    {
        var live = await context.Aws.Client<IAmazonLambda>().GetFunctionConfigurationAsync(new GetFunctionConfigurationRequest { FunctionName = name }, cancel).ConfigureAwait(false);
        var isAsked = options.Sessions != FunctionSessions.None || context.Resource.Detail(ResourceDetails.PrincipalId) is not null;
        return isAsked && Arn.TryParse(live.Role) is { } role && role.Account == context.Aws.Account && IamNames.IsRoleName(role.Name)
            ? await RoleState.ReadAsync(context.Aws, role.Name, context.Plan.ExecutionId, cancel).ConfigureAwait(false)
            : null;
    }

    private static async Task<ImmutableArray<(string Id, string State)>> EventSourcesAsync(IAmazonLambda lambda, string name, CancellationToken cancel)
    {
        var found = ImmutableArray.CreateBuilder<(string, string)>();
        var request = new ListEventSourceMappingsRequest { FunctionName = name };
        do
        {
            var page = await lambda.ListEventSourceMappingsAsync(request, cancel).ConfigureAwait(false);
            found.AddRange((page.EventSourceMappings ?? []).Select(m => (m.UUID, m.State ?? "")));
            request.Marker = page.NextMarker;
        }
        while (request.Marker is { Length: > 0 });
        return found.ToImmutable();
    }

    private static async Task<TagReading> TagsAsync(ObserveContext context, string name, CancellationToken cancel)
    {
        var arn = $"arn:{context.Aws.Partition}:lambda:{context.Aws.Region}:{context.Aws.Account}:function:{name}";
        try
        {
            var answer = await context.Aws.Client<IAmazonLambda>().ListTagsAsync(new ListTagsRequest { Resource = arn }, cancel).ConfigureAwait(false);
            return new TagReading.Known((answer.Tags ?? []).ToImmutableDictionary(t => t.Key, t => t.Value ?? "", StringComparer.Ordinal));
        }
        catch (Exception e) when (e is not ResourceNotFoundException && AwsFailure.IsExpected(e))
        {
            return new TagReading.Unknown($"tags of function {name}: {AwsFailure.Describe(e)}");
        }
    }
}
