namespace Remediator.Cli.Sandbox.Wire;

/// <summary>A call that AWS refuses, with AWS's code for it.</summary>
internal sealed class AwsError(string code, string message, int status = 400) : Exception(message)
{
    public string Code { get; } = code;

    public int Status { get; } = status;

    public static AwsError MissingParameter(string name) => new("MissingParameter", $"The request must contain the parameter {name}");

    public static AwsError InvalidParameter(string name, string? value) => new("InvalidParameterValue", $"Value ({value}) for parameter {name} is invalid.");
}
