namespace Remediator.Cli.Sandbox.State;

/// <summary>An SSM parameter.</summary>
public sealed record StoredParameter(string Name, string Type, string Value);

/// <summary>A Secrets Manager secret.</summary>
public sealed record StoredSecret(string Name, string Arn, string Value);

/// <summary>A message that SNS took.</summary>
public sealed record PublishedMessage(string TopicArn, string? Subject, string Message, DateTimeOffset Time);
