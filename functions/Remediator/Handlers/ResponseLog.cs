using Amazon.Lambda.Core;
using Remediator.Execution;

namespace Remediator.Handlers;

/// <summary>One log record for what each finding came to; text from findings goes into fields, never into the message.</summary>
internal static class ResponseLog
{
    public static void Write(ILambdaLogger log, Response response)
    {
        switch (response)
        {
            case Response.Rejected r:
                log.LogError("Rejected an event", ("reason", r.Reason));
                break;
            case Response.Unmatched u:
                log.LogInformation("No playbook answers the finding", ("finding", u.Finding.Id), ("type", u.Finding.Type), ("reason", u.Reason));
                break;
            case Response.Own o:
                // Somebody may have stolen the role's session: a person has to look, since nothing answers it.
                log.LogError("A finding about Remediator itself is left alone", ("finding", o.Finding.Id), ("type", o.Finding.Type), ("reason", o.Reason));
                break;
            case Response.Ran { Result: RunResult.Busy b }:
                log.LogInformation(b.Resource is null ? "Another worker has the execution" : "Another execution has the resource", ("execution", b.ExecutionId), ("resource", b.Resource), ("holder", b.Owner), ("until", b.Until));
                break;
            case Response.Ran { Result: RunResult.Looked { Kept: var k } }:
                log.LogInformation("Looked at", ("execution", k.Id), ("state", k.State.ToString()));
                break;
            case Response.Ran { Result: RunResult.AlreadyHandled a }:
                log.LogInformation("Already handled", ("execution", a.Record.Id), ("state", a.Record.State.ToString()));
                break;
            case Response.Ran { Result: RunResult.Withheld w }:
                log.LogWarning("Unfinished work is withheld", ("execution", w.Record.Id), ("reason", w.Reason));
                break;
            case Response.Ran { Result: RunResult.Ran { Record: { State: ExecutionState.Failed } f } }:
                log.LogError("Not contained", ("execution", f.Id), ("finding", f.Finding.Id), ("failure", f.Failure));
                break;
            case Response.Ran { Result: RunResult.Ran { Record: var s } } when s.MayStand():
                log.LogWarning("Contained before, and could not be looked at again", ("execution", s.Id), ("finding", s.Finding.Id), ("failure", s.Failure));
                break;
            case Response.Ran { Result: RunResult.Ran { Record: var r } }:
                log.LogInformation("Answered", ("execution", r.Id), ("finding", r.Finding.Id), ("playbook", r.Key.Playbook), ("state", r.State.ToString()));
                break;
            default:
                throw new InvalidOperationException($"unknown response {response.GetType().Name}");
        }
    }
}
