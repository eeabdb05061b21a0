using Remediator.FindingSources;
using Remediator.Playbooks;

namespace Remediator.Infra.Tests.Support;

/// <summary>Playbooks that use every source and every kind of permission.</summary>
internal static class SomePlaybooks
{
    private const string Instance = """
        id: instance
        title: Isolate an instance
        on:
          - source: guardduty
            type: [ "Backdoor:EC2/*", "CryptoCurrency:EC2/*" ]
        steps:
          - isolate-instance
          - snapshot-volumes
        corroborated:
          within: 24h
          steps: [ cut-role-sessions ]
        """;

    private const string Key = """
        id: key
        title: Disable a key
        on:
          - source: guardduty
            type: [ "UnauthorizedAccess:IAMUser/*" ]
        steps:
          - disable-access-keys
          - cut-role-sessions
        """;

    private const string Bucket = """
        id: bucket
        title: Close a bucket
        on:
          - source: config
            type: [ "s3-bucket-public-*", "*s3-account-level-public-access-blocks*" ]
        steps:
          - block-public-bucket
        notify: [ slack, email ]
        """;

    private const string Vulnerable = """
        id: vulnerable
        title: Mark a vulnerable instance
        on:
          - source: inspector2
            type: [ PACKAGE_VULNERABILITY ]
            severity: high
        steps:
          - tag-resource: { tags: { vulnerable: "yes" } }
        """;

    public static DeployedPlaybooks All { get; } = Load(Instance, Key, Bucket, Vulnerable);

    /// <summary>One playbook that names every source there is.</summary>
    public static DeployedPlaybooks EverySource { get; } = Load($$"""
        id: tell
        title: Mark whatever is reported
        on: [ {{string.Join(", ", FindingSourceCatalogue.All.Select(s => $$"""{ source: {{s.Name}} }"""))}} ]
        steps:
          - tag-resource: { tags: { reported: "yes" } }
        """);

    /// <summary>The shipped ones, as they are deployed.</summary>
    public static IReadOnlyList<Playbook> Shipped { get; } = new PlaybookLoader().LoadFolder(Repository.Playbooks) is PlaybookLoadResult.Loaded loaded
        ? loaded.Playbooks
        : throw new InvalidOperationException("the shipped playbooks are at fault");

    public static DeployedPlaybooks OnlyBucket { get; } = Load(Bucket);

    public static DeployedPlaybooks Load(params string[] texts) =>
        new PlaybookLoader().Load(texts.Select((t, i) => new PlaybookText($"{i}.yaml", t))) switch
        {
            PlaybookLoadResult.Loaded loaded => new DeployedPlaybooks(loaded.Playbooks),
            PlaybookLoadResult.Faulty faulty => throw new InvalidOperationException(string.Join(", ", faulty.Faults)),
            _ => throw new InvalidOperationException(),
        };
}
