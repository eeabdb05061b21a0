using System.Text.Json;
using System.Xml;
using Remediator.Cli.Sandbox.Http;
using Remediator.Cli.Sandbox.Permissions;
using Remediator.Cli.Sandbox.Wire;

namespace Remediator.Cli.Sandbox;

/// <summary>Takes one signed request through faults, identity, permissions and its operation, and writes it into the list of calls.</summary>
internal sealed class CallHandler(World world, FaultPlan faults, List<SandboxCall> calls)
{
    public (HttpReply? Reply, bool Hang) Handle(SigningScope scope, Protocol protocol, HttpRequest request, string requestId)
    {
        var invocation = request.Header("amz-sdk-invocation-id");
        if (faults.IsLost(invocation))
        {
            return (null, false);
        }

        var (operation, name, parameters) = OperationTable.Find(scope.Service, protocol, request);
        var who = world.WhoIs(scope.AccessKeyId);
        var call = operation is null || who is null ? null : new Call(world, who, scope.Region, operation, request, parameters);
        var service = operation?.Service.ActionPrefix ?? scope.Service;
        var record = new SandboxCall(calls.Count + 1, service, operation?.Name ?? name, who?.Account ?? "", scope.Region, who?.Arn ?? scope.AccessKeyId, [], world.Clock.GetUtcNow(), null);
        var fault = faults.Next(record);
        switch (fault)
        {
            case Fault.Refuse refuse:
                return Log(Refused(new AwsError(refuse.Code, refuse.Message, refuse.Status)), refuse.Code);
            case Fault.DropBeforeEffect:
                return Log(null, "dropped before effect");
            case Fault.Hang { AfterEffect: false }:
                return Log(null, "hangs before effect", hang: true);
            case Fault.Kill { AfterEffect: false } kill:
                faults.Strike(kill);
                return Log(null, "killed before effect");
        }

        var (reply, error) = Run();
        switch (fault)
        {
            case Fault.RefuseAfterEffect refuse:
                return Log(Refused(new AwsError(refuse.Code, refuse.Message, refuse.Status)), refuse.Code);
            case Fault.DropAfterEffect:
                return Log(null, "dropped after effect");
            case Fault.Hang:
                return Log(null, "hangs after effect", hang: true);
            case Fault.Kill kill:
                faults.Strike(kill);
                return Log(null, "killed after effect");
            default:
                return Log(reply, error);
        }

        (HttpReply Reply, string? Error) Run()
        {
            try
            {
                if (who is null)
                {
                    throw new AwsError("InvalidClientTokenId", "The security token included in the request is invalid.", 403);
                }

                if (who.ExpiresAt <= world.Clock.GetUtcNow())
                {
                    throw new AwsError("ExpiredToken", "The security token included in the request is expired", 403);
                }

                if (call is null)
                {
                    throw new AwsError("InvalidAction", $"The sandbox has no operation '{service}:{name}'.");
                }

                call.Operation.Authorize(call);
                return (ReplyWriter.Answer(call.Operation, call.Operation.Run(call), requestId), null);
            }
            catch (AwsError e)
            {
                return (Refused(e), e.Code);
            }
            catch (Exception e) when (e is KeyNotFoundException or InvalidOperationException or FormatException or JsonException or XmlException or ArgumentException)
            {
                return (Refused(new AwsError("InternalFailure", $"The sandbox failed in '{service}:{name}': {e.Message}", 500)), "InternalFailure");
            }
        }

        HttpReply Refused(AwsError e) => ReplyWriter.Error(protocol, e, requestId);

        (HttpReply?, bool) Log(HttpReply? reply, string? error, bool hang = false)
        {
            if (reply is null && !hang)
            {
                faults.Lose(invocation);
            }

            calls.Add(record with { Checks = call?.Checks ?? [], Error = error });
            return (reply, hang);
        }
    }
}
