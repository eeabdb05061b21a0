using Remediator.Cli;
using Spectre.Console;

namespace Remediator.Tests.Support;

/// <summary>One run of the command line: what it was told, and what it said.</summary>
public sealed record CliRun(int Exit, string Output, string Error)
{
    public static Task<CliRun> OfAsync(MotoAccount account, params string[] arguments) => OfAsync(Environment(account), TimeProvider.System, arguments);

    public static async Task<CliRun> OfAsync(IReadOnlyDictionary<string, string> environment, TimeProvider clock, params string[] arguments)
    {
        var output = new StringWriter();
        var error = new StringWriter();
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(output), Ansi = AnsiSupport.No });
        console.Profile.Width = 160;
        using var host = new CliHost(output, error, console, environment.GetValueOrDefault, Repository.Root, clock) { VariableNames = () => environment.Keys };
        var exit = await RemediatorCommand.RunAsync(arguments, host);
        return new CliRun(exit, output.ToString(), error.ToString());
    }

    private static Dictionary<string, string> Environment(MotoAccount account)
    {
        var keys = account.Credentials.GetCredentials();
        return new(StringComparer.Ordinal)
        {
            ["AWS_ACCESS_KEY_ID"] = keys.AccessKey,
            ["AWS_SECRET_ACCESS_KEY"] = keys.SecretKey,
            ["AWS_SESSION_TOKEN"] = keys.Token,
            ["AWS_REGION"] = "eu-central-1",
            ["AWS_ENDPOINT_URL"] = account.Url,
        };
    }
}
