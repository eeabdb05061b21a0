using System.CommandLine;
using System.IO.Enumeration;
using Remediator.Cli.Output;
using Remediator.Execution;
using Remediator.FindingSources;
using Remediator.Playbooks;
using Spectre.Console;

namespace Remediator.Cli.Commands;

/// <summary>Says what would happen to saved events, without AWS.</summary>
public static class SimulateCommand
{
    public static Command Create(CliHost host)
    {
        var events = new Option<string[]>("--event", "-e")
        {
            Description = "A saved event or finding, or a folder: every *.json below it. May be given several times.",
            HelpName = "FILE_OR_FOLDER",
            Required = true,
            AllowMultipleArgumentsPerToken = true,
        };
        var playbooks = PlaybookFolder.Option();
        var json = new Option<bool>("--json") { Description = "One JSON object per finding, one line each." };
        var command = new TaughtCommand(
            "simulate",
            "What would happen to these events, without AWS: which playbook answers, on which resources, with which steps. "
            + "An event, or an entry of a list, that is no finding is reported as rejected; the exit code is 2 if the file was named, 0 if it was found in a folder.",
            "remediator simulate --event finding.json",
            "remediator simulate --event archive/ --playbooks playbooks --json | jq -r .outcome | sort | uniq -c")
        {
            events, playbooks, json,
        };
        command.SetAction(parsed => Run(parsed.GetValue(events)!, parsed.GetValue(playbooks), parsed.GetValue(json), host));
        return command;
    }

    /// <summary>Every *.json; folders that are links are left out, since they may lead in a circle.</summary>
    private static FileSystemEnumerable<string> Below(string folder) =>
        new(folder, (ref FileSystemEntry e) => e.ToFullPath(), new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.None, IgnoreInaccessible = false })
        {
            ShouldIncludePredicate = (ref FileSystemEntry e) => !e.IsDirectory && e.FileName.EndsWith(".json", StringComparison.Ordinal),
            ShouldRecursePredicate = (ref FileSystemEntry e) => !e.Attributes.HasFlag(FileAttributes.ReparsePoint),
        };

    private static int Run(string[] paths, string? folder, bool json, CliHost host)
    {
        var matcher = new PlaybookMatcher(PlaybookFolder.Load(folder, host).Select(p => p.Playbook));
        var protectedTags = new RunnerOptions().ProtectedTags;
        var rejectedSingle = false;
        foreach (var path in paths)
        {
            var full = host.PathOf(path);
            var isFolder = Directory.Exists(full);
            if (!isFolder && !File.Exists(full))
            {
                throw new CliException($"{path}: there is no such file or folder.");
            }

            var files = isFolder ? Below(full).Order(StringComparer.Ordinal).ToList() : [full];
            if (files.Count == 0)
            {
                host.Error.WriteLine($"{Shown.Text(path)}: there is no *.json below it.");
            }

            foreach (var file in files)
            {
                var shown = isFolder ? Path.Combine(path, Path.GetRelativePath(full, file)) : path;
                var result = Read(file);
                rejectedSingle |= !isFolder && result is SourceResult.Rejected or SourceResult.Parsed { Skipped.Count: > 0 };
                Show(shown, result);
            }
        }

        return rejectedSingle ? ExitCode.Usage : ExitCode.Success;

        static SourceResult Read(string file)
        {
            try
            {
                return FindingReader.Read(File.ReadAllBytes(file));
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                return new SourceResult.Rejected($"the file could not be read: {e.Message}");
            }
        }

        void Reject(string file, string reason)
        {
            if (json)
            {
                host.Out.WriteLine(SimulationJson.Rejected(file, reason));
            }
            else
            {
                host.Console.MarkupLineInterpolated($"[red]rejected[/]  {Shown.Text(file)}: {Shown.Text(reason)}");
            }
        }

        void Show(string file, SourceResult result)
        {
            switch (result)
            {
                case SourceResult.Rejected rejected:
                    Reject(file, rejected.Reason);
                    break;
                case SourceResult.Parsed parsed:
                    foreach (var simulation in parsed.Findings.Select(f => Simulation.Of(f, matcher, protectedTags)))
                    {
                        if (json)
                        {
                            host.Out.WriteLine(SimulationJson.Simulated(file, simulation));
                        }
                        else
                        {
                            SimulationText.Write(host.Console, file, simulation);
                        }
                    }

                    foreach (var reason in parsed.Skipped)
                    {
                        Reject(file, reason);
                    }

                    break;
                default:
                    throw new InvalidOperationException($"unknown source result {result.GetType().Name}");
            }
        }
    }
}
