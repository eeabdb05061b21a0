using Remediator.Cli;

using var host = CliHost.ForThisProcess();
return await RemediatorCommand.RunAsync(args, host);
