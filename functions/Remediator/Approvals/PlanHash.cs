using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Remediator.Attributes;
using Remediator.Execution;
using Remediator.Planning;

namespace Remediator.Approvals;

/// <summary>Names a plan by what it would do: the same for the same changes, whenever it is made.</summary>
/// <remarks>
/// Over the account, the resource, the playbook's version, what each step came to, and every change with its values before and after.
/// Not over times: where a value depends on the moment of planning (<see cref="ResourceAttribute.Timeless"/>), the moment is left out.
/// </remarks>
public static class PlanHash
{
    public static string Of(string account, string region, ExecutionKey key, string playbookVersion, IEnumerable<StepRecord> steps, IEnumerable<Change> changes)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartArray();
            foreach (var part in (string[])["remediator-plan-1", account, region, key.ResourceKind, key.ResourceId, key.Playbook, playbookVersion])
            {
                writer.WriteStringValue(part);
            }

            foreach (var step in steps)
            {
                writer.WriteStringValue($"{step.Remediation}:{step.Outcome}");
            }

            foreach (var change in changes)
            {
                Write(writer, change);
            }

            writer.WriteEndArray();
        }

        return Convert.ToHexStringLower(SHA256.HashData(buffer.GetBuffer().AsSpan(0, (int)buffer.Length)));
    }

    /// <summary>A change without the moment at which it was planned: equal for the same intent.</summary>
    internal static Change Timeless(Change change) =>
        AttributeCatalogue.Find(change.Attribute) is { } attribute ? change with { After = attribute.Timeless(change.After), Note = null } : change with { Note = null };

    private static void Write(Utf8JsonWriter writer, Change planned)
    {
        var change = Timeless(planned);
        writer.WriteStartArray();
        foreach (var part in (string[])[change.Step, change.Attribute, change.Target.Kind, change.Target.Id, change.Before.Json ?? "", change.After.Json ?? "", change.Phase.ToString(), change.Binds ?? ""])
        {
            writer.WriteStringValue(part);
        }

        writer.WriteNumberValue(change.Stage);
        writer.WriteBooleanValue(change.Irreversible);
        writer.WriteBooleanValue(change.Keep);
        writer.WriteBooleanValue(change.Optional);
        writer.WriteEndArray();
    }
}
