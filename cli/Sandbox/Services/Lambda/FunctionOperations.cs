using System.Text.Json.Nodes;
using Remediator.Cli.Sandbox.State;
using Remediator.Cli.Sandbox.Wire;

namespace Remediator.Cli.Sandbox.Services.Lambda;

/// <summary>Functions, their concurrency and their policies; nothing runs here.</summary>
[Service("lambda", Protocol.RestJson)]
internal static class FunctionOperations
{
    private const string Function = "function:{FunctionName}";

    [Route("GET", "/2015-03-31/functions/{FunctionName}/configuration")]
    [Checks(Function)]
    public static Answer GetFunctionConfiguration(Call call)
    {
        var function = Find(call);
        return Answer.Json(new JsonObject { ["FunctionName"] = function.Name, ["FunctionArn"] = function.Arn, ["Role"] = function.RoleArn });
    }

    [Route("GET", "/2019-09-30/functions/{FunctionName}/concurrency")]
    [Checks(Function)]
    public static Answer GetFunctionConcurrency(Call call) => Concurrency(Find(call));

    [Route("PUT", "/2017-10-31/functions/{FunctionName}/concurrency")]
    [Checks(Function)]
    public static Answer PutFunctionConcurrency(Call call)
    {
        var function = Find(call);
        function.ReservedConcurrency = call.Parameters.Int("ReservedConcurrentExecutions") ?? throw AwsError.MissingParameter("ReservedConcurrentExecutions");
        return Concurrency(function);
    }

    [Route("DELETE", "/2017-10-31/functions/{FunctionName}/concurrency")]
    [Checks(Function)]
    public static Answer DeleteFunctionConcurrency(Call call)
    {
        Find(call).ReservedConcurrency = null;
        return Answer.Raw([], 204);
    }

    [Route("GET", "/2017-03-31/tags/{Resource}")]
    public static Answer ListTags(Call call)
    {
        var arn = call.Parameters.Required("Resource");
        call.Demand(call.Operation.DefaultAction, arn);
        var function = call.Region.Functions.Values.FirstOrDefault(f => f.Arn == arn) ?? throw NotFound($"Function not found: {arn}");
        return Answer.Json(new JsonObject { ["Tags"] = new JsonObject(function.Tags.Select(t => KeyValuePair.Create(t.Key, (JsonNode?)t.Value))) });
    }

    [Route("GET", "/2015-03-31/functions/{FunctionName}/policy")]
    [Checks(Function)]
    public static Answer GetPolicy(Call call)
    {
        var function = Find(call);
        if (function.Policy.Count == 0)
        {
            throw NotFound("The resource you requested does not exist.");
        }

        var policy = new JsonObject { ["Version"] = "2012-10-17", ["Id"] = "default", ["Statement"] = new JsonArray([.. function.Policy.Values.Select(s => s.DeepClone())]) };
        return Answer.Json(new JsonObject { ["Policy"] = policy.ToJsonString(), ["RevisionId"] = "sandbox" });
    }

    [Route("POST", "/2015-03-31/functions/{FunctionName}/policy")]
    [Checks(Function)]
    public static Answer AddPermission(Call call)
    {
        var (function, sid) = (Find(call), call.Parameters.Required("StatementId"));
        if (function.Policy.ContainsKey(sid))
        {
            throw new AwsError("ResourceConflictException", $"The statement id ({sid}) provided already exists. Please provide a new statement id, or remove the existing statement.", 409);
        }

        var statement = new JsonObject
        {
            ["Sid"] = sid,
            ["Effect"] = "Allow",
            ["Principal"] = call.Parameters.Required("Principal"),
            ["Action"] = call.Parameters.Required("Action"),
            ["Resource"] = function.Arn,
        };
        var condition = new JsonObject();
        if (call.Parameters["FunctionUrlAuthType"] is { } type)
        {
            condition["StringEquals"] = new JsonObject { ["lambda:FunctionUrlAuthType"] = type };
        }

        if (call.Parameters.Bool("InvokedViaFunctionUrl") is true)
        {
            condition["Bool"] = new JsonObject { ["lambda:InvokedViaFunctionUrl"] = "true" };
        }

        if (condition.Count > 0)
        {
            statement["Condition"] = condition;
        }

        function.Policy[sid] = statement;
        return Answer.Json(new JsonObject { ["Statement"] = statement.ToJsonString() });
    }

    [Route("DELETE", "/2015-03-31/functions/{FunctionName}/policy/{StatementId}")]
    [Checks(Function)]
    public static Answer RemovePermission(Call call) =>
        Find(call).Policy.Remove(call.Parameters.Required("StatementId")) ? Answer.Raw([], 204) : throw NotFound("No policy is associated with the given resource.");

    internal static AwsError NotFound(string message) => new("ResourceNotFoundException", message, 404);

    private static Answer Concurrency(LambdaFunction function)
    {
        var answer = new JsonObject();
        if (function.ReservedConcurrency is { } reserved)
        {
            answer["ReservedConcurrentExecutions"] = reserved;
        }

        return Answer.Json(answer);
    }

    private static LambdaFunction Find(Call call)
    {
        var name = call.Parameters.Required("FunctionName");
        return call.Region.Functions.GetValueOrDefault(name) ?? throw NotFound($"Function not found: {World.Arn("lambda", call.RegionName, call.Account.Id, $"function:{name}")}");
    }
}
