using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Remediator.FindingSources;
using Remediator.Playbooks.Yaml;
using Remediator.Remediations;

namespace Remediator.Playbooks;

/// <summary>Reads playbook files and finds everything that is wrong with them at once.</summary>
/// <param name="remediations">What steps may name; null for those of this build.</param>
/// <param name="sources">What triggers may name; null for those of this build.</param>
public sealed class PlaybookLoader(IReadOnlyList<Remediation>? remediations = null, IReadOnlyList<FindingSource>? sources = null)
{
    private readonly IReadOnlyList<Remediation> _remediations = remediations ?? RemediationCatalogue.All;
    private readonly JsonObject _schema = new PlaybookSchema(remediations ?? RemediationCatalogue.All, sources ?? FindingSourceCatalogue.All).Root;

    /// <summary>Loads every <c>*.yaml</c> and <c>*.yml</c> directly in the folder.</summary>
    public PlaybookLoadResult LoadFolder(string folder)
    {
        if (!Directory.Exists(folder))
            return Nothing(folder, "there is no such folder", "name the folder that holds the playbooks");
        var files = Directory.EnumerateFiles(folder)
            .Where(f => Path.GetExtension(f) is ".yaml" or ".yml")
            .Order(StringComparer.Ordinal)
            .Select(f => new PlaybookText(f, File.ReadAllText(f)))
            .ToArray();
        return files.Length == 0 ? Nothing(folder, "there is no playbook (*.yaml) in this folder", "name the folder that holds the playbooks") : Load(files);
    }

    /// <summary>Loads these files as one set.</summary>
    /// <param name="files">All playbooks of a deployment: ids must be unique among them.</param>
    /// <param name="exists">Whether a file that a test names exists; null for the file system, beside the playbook.</param>
    public PlaybookLoadResult Load(IEnumerable<PlaybookText> files, Func<string, bool>? exists = null)
    {
        var loaded = new List<LoadedPlaybook>();
        var faults = new List<PlaybookFault>();
        var ids = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var file in files)
        {
            var found = new YamlFaults(file.File);
            if (Read(file, found, ids, exists ?? File.Exists) is { } playbook)
                loaded.Add(playbook);
            faults.AddRange(found.All.OrderBy(f => f.Line).ThenBy(f => f.Column));
        }

        return faults.Count > 0
            ? new PlaybookLoadResult.Faulty([.. faults])
            : new PlaybookLoadResult.Loaded([.. loaded.OrderBy(p => p.Playbook.Id, StringComparer.Ordinal)]);
    }

    private LoadedPlaybook? Read(PlaybookText file, YamlFaults faults, Dictionary<string, string> ids, Func<string, bool> exists)
    {
        if (YamlReader.Read(file.Text, faults) is not { } yaml)
            return null;
        if (new SchemaBinder(faults).Bind(yaml, _schema, "playbook") is not JsonObject bound)
            return null;
        new PlaybookChecks(yaml, bound, _remediations, faults).Run(path => exists(Path.Combine(Path.GetDirectoryName(file.File) ?? "", path)));
        if (bound["id"]?.GetValue<string>() is { } id && !ids.TryAdd(id, file.File))
            faults.Add(yaml.At("id"), $"the id '{id}' is taken by {ids[id]}", "give each playbook its own id");
        return faults.All.Count == 0 ? PlaybookBuilder.Build(file.File, bound, yaml) : null;
    }

    private static PlaybookLoadResult.Faulty Nothing(string folder, string problem, string advice) =>
        new([new PlaybookFault(folder, 1, 1, problem, advice)]);
}
