using System.Text.Json.Nodes;
using Remediator.Execution;
using Remediator.Execution.Kubernetes;
using Remediator.Planning;

namespace Remediator.Attributes;

/// <summary>Changes an object only while it is as it was read, value and version.</summary>
internal static class KubernetesWrite
{
    /// <summary>Other fields of an object change all the time: a conflict over one is not one over the value.</summary>
    private const int Attempts = 4;

    /// <param name="valueOf">The value in the live object; absent where it is not the one that was planned for.</param>
    /// <param name="patch">The patch of the live object, without its version.</param>
    public static async Task PatchAsync(
        KubernetesApi api, string path, WriteRequest request, Func<JsonObject?, AttributeValue> valueOf, Func<JsonObject, JsonObject> patch, CancellationToken cancel)
    {
        for (var attempt = 1; attempt <= Attempts; attempt++)
        {
            var live = await api.FindAsync(path, cancel).ConfigureAwait(false);
            var value = valueOf(live);
            if (value.IsAbsent || value == request.Wanted)
            {
                // Gone: there is nothing to change, and reading back says so.
                return;
            }

            if (value != request.Current)
            {
                throw new RemediationException($"{request.Target} was changed by somebody else in the meantime");
            }

            var change = patch(live!);
            var metadata = KubernetesNames.Version(live!);
            foreach (var (name, field) in change["metadata"] as JsonObject ?? [])
            {
                metadata[name] = field?.DeepClone();
            }

            change["metadata"] = metadata;
            if (await api.PatchAsync(path, change, cancel).ConfigureAwait(false))
            {
                return;
            }
        }

        throw new RemediationException($"{request.Target} was changed {Attempts} times while it was being written; the next delivery tries again");
    }
}
