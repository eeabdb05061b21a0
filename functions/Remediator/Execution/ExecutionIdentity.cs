using System.Security.Cryptography;
using System.Text;

namespace Remediator.Execution;

/// <summary>Names an execution after what it is, so that every delivery of the same finding names the same one.</summary>
public static class ExecutionIdentity
{
    /// <summary>Twenty lower-case hexadecimal digits after <c>rx-</c>.</summary>
    public static string Of(ExecutionKey key)
    {
        // The separator can't occur in the parts' own texts: ids with control characters are rejected by the sources.
        var text = string.Join('\u001f', key.FindingId, key.Playbook, key.Account, key.Region, key.ResourceKind, key.ResourceId);
        return string.Concat("rx-", Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text))).AsSpan(0, 20));
    }
}
