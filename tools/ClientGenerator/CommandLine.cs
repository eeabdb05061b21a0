namespace Remediator.Tools.ClientGenerator;

/// <summary>The generator's options.</summary>
public sealed record CommandLine(bool Check, string? Models)
{
    public const string Usage =
        """
        Generates the AWS clients of every operations.json in this repository.

          dotnet run --project tools/ClientGenerator [-- OPTIONS]

          --check         write nothing; fail if a generated file differs
          --models DIR    botocore's data folder; without it, python3 is asked where botocore is
        """;

    public static CommandLine Parse(string[] args)
    {
        var (check, models) = (false, (string?)null);
        for (var i = 0; i < args.Length; i++)
            switch (args[i])
            {
                case "--check":
                    check = true;
                    break;
                case "--models" when i + 1 < args.Length:
                    models = args[++i];
                    break;
                default:
                    throw new GeneratorException($"The argument {args[i]} is not understood.\n\n{Usage}");
            }

        return new CommandLine(check, models);
    }
}
