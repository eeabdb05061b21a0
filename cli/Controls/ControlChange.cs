using System.CommandLine;
using Remediator.Cli.Output;
using Remediator.Controls;
using Spectre.Console;

namespace Remediator.Cli.Controls;

/// <summary>Sets and removes controls, and tells what came of it.</summary>
public static class ControlChange
{
    /// <exception cref="CliException">The control has a fault.</exception>
    public static async Task<int> PutAsync(CliHost host, ControlOptions options, ParseResult parsed, Control control, CancellationToken cancel)
    {
        if (control.Fault() is { } fault)
        {
            throw new CliException($"{char.ToUpperInvariant(fault[0])}{Shown.Text(fault[1..])}.");
        }

        var source = await options.OpenAsync(parsed, cancel);
        await source.Store.PutAsync(control, cancel);
        if (parsed.GetValue(options.Json))
        {
            await host.Out.WriteLineAsync(ControlOutput.Json(control, host.Clock.GetUtcNow()));
        }
        else
        {
            host.Console.MarkupLineInterpolated($"{Shown.Text(control.Id)}: {Shown.Text(control.Tell())}. In force from the next event on.");
        }

        return ExitCode.Success;
    }

    /// <param name="id">The control's id, as status prints it.</param>
    public static async Task<int> RemoveAsync(CliHost host, ControlOptions options, ParseResult parsed, string id, CancellationToken cancel)
    {
        var source = await options.OpenAsync(parsed, cancel);
        var who = await options.WhoAsync(parsed, cancel);
        if (!await source.Store.RemoveAsync(id, who, options.Reason(parsed), cancel))
        {
            await host.Error.WriteLineAsync(Shown.Text($"There is no control {id}. See what is in force with: remediator status"));
            return ExitCode.Failed;
        }

        if (parsed.GetValue(options.Json))
        {
            await host.Out.WriteLineAsync(ControlOutput.Removed(id, who, options.Reason(parsed)));
        }
        else
        {
            host.Console.MarkupLineInterpolated($"{Shown.Text(id)} is removed, by {Shown.Text(who)}: {Shown.Text(options.Reason(parsed))}. In force from the next event on.");
        }

        return ExitCode.Success;
    }

    /// <summary>The <c>list</c> and <c>remove</c> below a kind of control.</summary>
    public static IEnumerable<Command> ListAndRemove<T>(CliHost host, string kind)
        where T : Control
    {
        var listing = new ControlOptions(host);
        var list = new TaughtCommand("list", "What is in force, with who, why and until when.", $"remediator {kind} list", $"remediator {kind} list --json");
        listing.AddReading(list);
        list.SetAction((parsed, cancel) => ControlOutput.WriteAsync(host, listing, parsed, c => c is T, cancel));
        yield return list;

        var removing = new ControlOptions(host);
        var id = TaughtCommand.Argument("id", "As list prints it.", ArgumentArity.ExactlyOne);
        var remove = new TaughtCommand("remove", "Takes it away, from the next event on.", $"remediator {kind} remove {kind}-0123abcd --why 'no longer needed'") { id };
        removing.AddChanging(remove);
        remove.SetAction((parsed, cancel) => parsed.GetValue(id)!.StartsWith($"{kind}-", StringComparison.Ordinal)
            ? RemoveAsync(host, removing, parsed, parsed.GetValue(id)!, cancel)
            : throw new CliException($"'{Shown.Text(parsed.GetValue(id)!)}' is not an id that remediator {kind} list prints; those begin with {kind}-."));
        yield return remove;
    }
}
