using System.Globalization;
using System.Text.Json.Nodes;
using Remediator.Cli.Sandbox.Http;
using Remediator.Cli.Sandbox.Permissions;

namespace Remediator.Cli.Sandbox.Wire;

/// <summary>One call in progress: who calls, what with, and the state that it acts on.</summary>
internal sealed class Call(World world, Principal caller, string region, Operation operation, HttpRequest http, Parameters parameters)
{
    private readonly List<CheckedAction> _checks = [];

    public World World { get; } = world;

    public Principal Caller { get; } = caller;

    public SandboxAccount Account { get; } = world.Account(caller.Account);

    public SandboxRegion Region => Account.Region(RegionName);

    public string RegionName { get; } = region;

    public Operation Operation { get; } = operation;

    public HttpRequest Http { get; } = http;

    public Parameters Parameters { get; } = parameters;

    public DateTimeOffset Now => World.Clock.GetUtcNow();

    /// <summary>Body of a JSON call.</summary>
    public JsonObject Document => field ??= Http.Body.Length == 0 ? [] : (JsonObject)JsonNode.Parse(Http.Body)!;

    /// <summary>What IAM was asked for this call.</summary>
    public IReadOnlyList<CheckedAction> Checks => _checks;

    /// <summary>Asks IAM whether the caller may.</summary>
    /// <exception cref="AwsError">It may not.</exception>
    public void Demand(string action, string resource, IReadOnlyDictionary<string, string>? context = null)
    {
        var check = new CheckedAction(action, resource);
        if (!_checks.Contains(check))
        {
            _checks.Add(check);
        }

        if (World.Options.EnforcePermissions && !PermissionCheck.Allows(this, check, context))
        {
            throw Operation.Service.Protocol switch
            {
                Protocol.Ec2 => new AwsError("UnauthorizedOperation", $"You are not authorized to perform this operation. User: {Caller.Arn} is not authorized to perform: {action} on resource: {resource}", 403),
                Protocol.Json => new AwsError("AccessDeniedException", Message()),
                Protocol.RestJson => new AwsError("AccessDeniedException", Message(), 403),
                _ => new AwsError("AccessDenied", Message(), 403),
            };
        }

        string Message() => $"User: {Caller.Arn} is not authorized to perform: {action} on resource: {resource}";
    }

    /// <summary>One page of a list, and the token of the next.</summary>
    /// <param name="wanted">The size that the caller asked for.</param>
    /// <param name="usual">The service's own page size.</param>
    public (IReadOnlyList<T> Items, string? Next) Page<T>(IReadOnlyList<T> all, string? token, int? wanted, int usual = 1000)
    {
        var start = token is not { Length: > 0 } ? 0
            : int.TryParse(token, CultureInfo.InvariantCulture, out var parsed) ? parsed
            : throw new AwsError("InvalidNextToken", "The token is invalid.");
        var size = Math.Min(wanted ?? usual, World.Options.PageSize ?? usual);
        var next = start + size;
        return ([.. all.Skip(start).Take(size)], next < all.Count ? next.ToString(CultureInfo.InvariantCulture) : null);
    }
}
