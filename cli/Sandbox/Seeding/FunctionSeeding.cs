using System.Text.Json.Nodes;
using Remediator.Cli.Sandbox.State;

namespace Remediator.Cli.Sandbox;

public sealed partial class SandboxAccount
{
    /// <summary>A function with a role of the name <c>{name}-role</c>.</summary>
    public LambdaFunction AddFunction(string name, int? reserved = null, IEnumerable<string>? eventSources = null, Tags? tags = null, string? region = null)
    {
        var here = Here(region);
        if (!Roles.TryGetValue(name + "-role", out var role))
        {
            role = AddRole(name + "-role");
        }

        var function = new LambdaFunction
        {
            Name = name,
            Arn = World.Arn("lambda", here.Name, Id, $"function:{name}"),
            RoleArn = role.Arn,
            ReservedConcurrency = reserved,
            Tags = tags ?? [],
        };
        foreach (var state in eventSources ?? [])
        {
            function.EventSources[$"00000000-0000-4000-8000-{_world.Next("mapping"):D12}"] = state;
        }

        return here.Functions[name] = function;
    }

    /// <summary>Lets everybody invoke a function, as a function URL without authentication does.</summary>
    public static void OpenFunction(LambdaFunction function, string sid = "FunctionURLAllowPublicAccess") =>
        function.Policy[sid] = new JsonObject
        {
            ["Sid"] = sid,
            ["Effect"] = "Allow",
            ["Principal"] = "*",
            ["Action"] = "lambda:InvokeFunctionUrl",
            ["Resource"] = function.Arn,
            ["Condition"] = new JsonObject { ["StringEquals"] = new JsonObject { ["lambda:FunctionUrlAuthType"] = "NONE" } },
        };
}
