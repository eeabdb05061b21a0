using System.Collections;
using System.Text.Json;
using Remediator.Cli.Sandbox;
using Remediator.Cli.Sandbox.State;
using Remediator.Execution;
using Remediator.FaultMatrix.Faults;
using Remediator.FaultMatrix.Scenarios;
using World = Remediator.FaultMatrix.Trials.World;

namespace Remediator.Tests.Faults;

/// <summary>Every remediation, on the account on which it does all that it can do, where a tag protects all of it or one thing.</summary>
public sealed class ProtectedEverywhereTests
{
    private static readonly (string Key, string Value)[] Protecting = [("remediator", "protected"), ("break-glass", "anything")];

    /// <summary>A user of a pool and the root user have no tags, and a hub that is disabled has none.</summary>
    private static readonly string[] HaveNoTags = ["delete-root-credentials", "disable-cognito-user", "enable-security-hub"];

    /// <summary>Parts that go by the tags of what they belong to: contained without them, it would not be contained.</summary>
    private static readonly (string Remediation, string Path)[] Parts =
        [("isolate-instance", "/networkInterfaces/"), ("isolate-instance", "/addresses/"), ("rotate-master-password", "/secrets/rds!")];

    public static TheoryData<string> Remediations => [.. RemediationScenario.All.Where(s => s.Changes).Select(s => s.Name).Except(HaveNoTags)];

    [Theory]
    [MemberData(nameof(Remediations))]
    public void No_remediation_changes_anything_where_all_is_tagged_as_protected_or_break_glass(string remediation)
    {
        foreach (var (key, value) in Protecting)
        {
            var (world, tagged) = Answer(remediation, tags => tags.ForEach(t => t.Tags[key] = value));

            Assert.NotEmpty(tagged);
            Assert.Empty(Differences(world));
            Assert.NotEmpty(world.Records);
            Assert.All(world.Records, record =>
                Assert.Contains($"protected by its tag {key}={value}", $"{record.Verdict?.Because} {string.Join(' ', record.Steps.Select(s => s.Reason))}", StringComparison.Ordinal));
        }
    }

    [Theory]
    [MemberData(nameof(Remediations))]
    public void What_alone_is_tagged_is_not_changed_but_for_parts_of_what_is_not(string remediation)
    {
        var all = Answer(remediation, _ => { }).Tagged;
        for (var n = 0; n < all.Count; n++)
        {
            var (world, tagged) = Answer(remediation, tags => tags[n].Tags["remediator"] = "protected");
            var path = tagged[n].Path;

            Assert.True(
                Array.Exists(Parts, p => p.Remediation == remediation && path.Contains(p.Path, StringComparison.Ordinal)) || !Differences(world).Any(d => d.StartsWith($"{path}/", StringComparison.Ordinal)),
                $"{path}: {string.Join('\n', Differences(world))}");
        }
    }

    /// <summary>Else one that was left out above could have tags, and nobody would look.</summary>
    [Fact]
    public void Only_what_has_no_tags_is_left_out() => Assert.All(HaveNoTags, r => Assert.Empty(Answer(r, _ => { }).Tagged));

    private static (World World, List<(string Path, Tags Tags)> Tagged) Answer(string remediation, Action<List<(string Path, Tags Tags)>> protect)
    {
        var scenario = RemediationScenario.All.Single(s => s.Name == remediation);
        var tagged = new List<(string, Tags)>();
        var world = new World(
            [scenario.Playbook],
            account =>
            {
                scenario.Seed(account);
                Find(account, account.Id, tagged, []);
                protect(tagged);
            },
            Sabotage.None);
        world.Respond.Send(scenario.Document());
        world.Simulator.RunUntilQuiet();
        return (world, tagged);
    }

    private static IReadOnlyList<string> Differences(World world) => SandboxSnapshot.Difference(world.Start, world.Sandbox.Snapshot());

    /// <summary>All tags of the sandbox's state, each with the path that a difference begins with.</summary>
    private static void Find(object? part, string path, List<(string Path, Tags Tags)> found, HashSet<object> seen)
    {
        switch (part)
        {
            case null or string or ValueType:
                break;
            case IDictionary many:
                foreach (DictionaryEntry entry in many)
                {
                    Find(entry.Value, $"{path}/{entry.Key}", found, seen);
                }

                break;
            case IEnumerable many:
                foreach (var (i, one) in many.Cast<object?>().Index())
                {
                    Find(one, $"{path}/{i}", found, seen);
                }

                break;
            case var _ when part.GetType().Assembly == typeof(SandboxAccount).Assembly && seen.Add(part):
                foreach (var property in part.GetType().GetProperties().Where(p => p.GetIndexParameters().Length == 0))
                {
                    if (property is { Name: nameof(ITagged.Tags) } && property.GetValue(part) is Tags tags)
                    {
                        found.Add((path, tags));
                    }
                    else if (property.PropertyType != typeof(Tags))
                    {
                        Find(property.GetValue(part), $"{path}/{JsonNamingPolicy.CamelCase.ConvertName(property.Name)}", found, seen);
                    }
                }

                break;
        }
    }
}
