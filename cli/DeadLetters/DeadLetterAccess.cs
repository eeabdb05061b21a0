using System.CommandLine;
using Amazon.SQS;

namespace Remediator.Cli.DeadLetters;

/// <summary>The options that say which dead-letter queues a command works with.</summary>
internal sealed class DeadLetterAccess(CliHost host)
{
    private readonly AwsAccess _aws = new(host);

    private readonly Option<string> _stack = new("--stack")
    {
        Description = "Name of the stack whose queues are looked at. Default: REMEDIATOR_STACK, then Remediator.",
        HelpName = "NAME",
        DefaultValueFactory = _ => host.Environment("REMEDIATOR_STACK") is { Length: > 0 } set ? set : "Remediator",
    };

    private readonly Option<string?> _queue = new("--queue") { Description = "Only this queue: its URL, or a part of its name.", HelpName = "QUEUE" };

    public void AddTo(Command command)
    {
        command.Options.Add(_stack);
        command.Options.Add(_queue);
        foreach (var option in _aws.Options.Where(o => o.Name != "--role"))
        {
            command.Options.Add(option);
        }
    }

    /// <exception cref="CliException">There is no such queue.</exception>
    public async Task<(DeadLetterDesk Desk, IReadOnlyList<DeadLetterQueue> Queues)> OpenAsync(ParseResult parsed, CancellationToken cancel)
    {
        var aws = _aws.Connect(parsed);
        var desk = new DeadLetterDesk(new AmazonSQSClient(aws.Credentials, (AmazonSQSConfig)aws.Endpoint.Apply(new AmazonSQSConfig(), aws.Region)));
        var wanted = parsed.GetValue(_queue);
        if (wanted is not null && Uri.IsWellFormedUriString(wanted, UriKind.Absolute))
        {
            return (desk, [new DeadLetterQueue(wanted, await desk.SourceAsync(wanted, cancel))]);
        }

        var prefix = parsed.GetValue(_stack)! + "-";
        var queues = (await desk.FindAsync(prefix, cancel)).Where(q => wanted is null || q.Name.Contains(wanted, StringComparison.OrdinalIgnoreCase)).ToList();
        return queues.Count > 0
            ? (desk, queues)
            : throw new CliException($"There is no dead-letter queue in {aws.Region} whose name begins with '{prefix}'{(wanted is null ? "" : $" and contains '{wanted}'")}. Name the stack with --stack, the Region with --region, or the queue's URL with --queue.");
    }
}
