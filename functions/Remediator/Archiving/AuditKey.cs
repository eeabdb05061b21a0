using System.Globalization;
using Remediator.Execution;
using Remediator.Execution.Ledgers;
using Remediator.Findings;

namespace Remediator.Archiving;

/// <summary>Names the object of an audit entry: <c>audit/account/yyyy/MM/dd/execution/version.json</c>.</summary>
public static class AuditKey
{
    public static string Of(AuditEntry entry)
    {
        var account = ResourceIdShape.IsAccount(entry.Record.Finding.Account) ? entry.Record.Finding.Account : "unknown";
        var execution = Part(entry.ExecutionId);
        return string.Create(CultureInfo.InvariantCulture, $"audit/{account}/{entry.At.UtcDateTime:yyyy/MM/dd}/{execution}/{entry.Version:D12}.json");
    }

    /// <summary>Of a change of controls: <c>audit/controls/yyyy/MM/dd/time-control.json</c>.</summary>
    public static string OfControl(DateTimeOffset at, string controlId) =>
        string.Create(CultureInfo.InvariantCulture, $"audit/controls/{at.UtcDateTime:yyyy/MM/dd}/{at.UtcDateTime:HHmmssfffffff}-{Part(controlId)}.json");

    /// <summary>For one that can't be read: by the keys of its item alone.</summary>
    public static string Unread(AuditItem item) => $"audit/unread/{Part(item.Partition)}/{Part(item.Sort)}.json";

    private static string Part(string text) =>
        text.Length is > 0 and <= 100 && text.All(c => char.IsAsciiLetterOrDigit(c) || c == '-') ? text : LeaseRules.Hash(text);
}
