using System.Text.Json;
using Remediator.Execution.Ledgers;

namespace Remediator.Archiving;

/// <summary>What the archive keeps of an audit entry: where, and as what text.</summary>
/// <param name="Unread">Why this version can't read the entry, which is kept as it is stored; null for one that it can.</param>
public sealed record AuditObject(string Key, string Text, Exception? Unread)
{
    public static AuditObject Of(AuditItem item)
    {
        try
        {
            if (item.IsControl)
            {
                var (at, control, text) = item.ReadControl();
                return new AuditObject(AuditKey.OfControl(at, control), text, null);
            }

            var (entry, json) = item.Read();
            return new AuditObject(AuditKey.Of(entry), json, null);
        }
        catch (Exception e) when (e is JsonException or InvalidDataException or KeyNotFoundException or FormatException or OverflowException)
        {
            return new AuditObject(AuditKey.Unread(item), item.Bare(), e);
        }
    }
}
