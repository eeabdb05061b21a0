using Remediator.Tools.ClientGenerator;

try
{
    return new GenerateCommand(CommandLine.Parse(args), Console.Out).Run();
}
catch (GeneratorException fault)
{
    await Console.Error.WriteLineAsync(fault.Message);
    return 2;
}
