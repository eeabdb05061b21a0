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
        var execution = entry.ExecutionId.Length is > 0 and <= 100 && entry.ExecutionId.All(c => char.IsAsciiLetterOrDigit(c) || c == '-') ? entry.ExecutionId : LeaseRules.Hash(entry.ExecutionId);
        return string.Create(CultureInfo.InvariantCulture, $"audit/{account}/{entry.At.UtcDateTime:yyyy/MM/dd}/{execution}/{entry.Version:D12}.json");
    }
}
