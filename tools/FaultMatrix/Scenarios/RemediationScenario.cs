using System.Collections.Concurrent;
using System.Globalization;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using Remediator.Cli.Sandbox;
using Remediator.Playbooks;
using Remediator.Remediations;

namespace Remediator.FaultMatrix.Scenarios;

/// <summary>An account and a finding on which one remediation does everything that it can do: one file for each.</summary>
internal abstract class RemediationScenario
{
    public const string Account = "111122223333";
    public const string Region = "eu-west-1";

    /// <summary>Every scenario of this assembly.</summary>
    public static IReadOnlyList<RemediationScenario> All { get; } =
        [.. typeof(RemediationScenario).Assembly.GetTypes()
            .Where(t => t.IsSubclassOf(typeof(RemediationScenario)) && !t.IsAbstract)
            .Select(t => (RemediationScenario)Activator.CreateInstance(t)!)
            .OrderBy(s => s.Name, StringComparer.Ordinal)];

    /// <summary>Remediations of the catalogue that nobody has written a scenario for.</summary>
    public static IReadOnlyList<string> Missing { get; } =
        [.. RemediationCatalogue.All.Select(r => r.Name).Except(All.Select(s => s.Remediation.Name), StringComparer.Ordinal)];

    /// <summary>The remediation's name, and a word more where it has several scenarios.</summary>
    public virtual string Name => Remediation.Name;

    public abstract Remediation Remediation { get; }

    /// <summary>File below <c>playbooks/samples</c>.</summary>
    protected abstract string Sample { get; }

    /// <summary>The step's options as JSON.</summary>
    protected virtual string? Options => null;

    /// <summary>Whether the playbook says that the step may do what can't be undone.</summary>
    protected virtual bool AllowIrreversible => false;

    /// <summary>False where all that it does is kept on purpose, or can't be undone.</summary>
    public virtual bool Releases => true;

    /// <summary>False where it only looks and tells.</summary>
    public virtual bool Changes => true;

    public abstract void Seed(SandboxAccount account);

    public Playbook Playbook => new()
    {
        Id = $"matrix-{Remediation.Name}",
        Title = $"{Remediation.Name} under faults",
        On = [new Trigger { Source = Source }],
        Mode = PlaybookMode.Enforce,
        Steps = [new PlaybookStep(Remediation.Name, Options is { } options ? JsonElement.Parse(options) : null, AllowIrreversible)],
        Notify = ["slack", "email"],
        Version = "matrix",
    };

    /// <summary>The playbook as one that asks people first.</summary>
    public Playbook AskingPlaybook => Playbook with
    {
        Mode = AllowIrreversible ? PlaybookMode.Enforce : PlaybookMode.Approve,
        Steps = [.. Playbook.Steps.Select(s => s with { AllowIrreversible = false })],
    };

    private string Source => Sample.Split('/')[0];

    /// <summary>The event; each version is an hour newer than the one before, and none is from the future.</summary>
    public virtual string Document(int version = 0) => Sampled(Sample, version);

    /// <summary>The event of a sample file.</summary>
    public static string Sampled(string file, int version = 0) => Documents.GetOrAdd((file, version), static d => Read(d.File, d.Version));

    private static string Read(string file, int version)
    {
        var sample = JsonNode.Parse(File.ReadAllText(Path.Combine(Samples, file)))!;
        var detail = sample["detail"]!;
        var at = DateTimeOffset.Parse(detail["updatedAt"]!.GetValue<string>(), CultureInfo.InvariantCulture);
        detail["updatedAt"] = at.AddHours(version - 1).UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
        return sample.ToJsonString();
    }

    private static readonly ConcurrentDictionary<(string File, int Version), string> Documents = new();

    /// <summary>The samples travel with the command line tool, beside every program that uses it.</summary>
    protected static string Samples { get; } = Path.Combine(Path.GetDirectoryName(Assembly.GetExecutingAssembly().Location)!, "playbooks", "samples");
}
