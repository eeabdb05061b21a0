namespace Remediator.Cli.Sandbox.Wire;

/// <summary>How a service speaks.</summary>
internal enum Protocol
{
    Ec2,
    Query,
    Json,
    RestJson,
    Kubernetes,
    S3,
    S3Control,
}

/// <summary>Marks a class whose public static methods are operations of a service.</summary>
/// <param name="name">The name in the credential scope.</param>
[AttributeUsage(AttributeTargets.Class)]
internal class ServiceAttribute(string name, Protocol protocol) : Attribute
{
    public string Name { get; } = name;

    public Protocol Protocol { get; } = protocol;

    /// <summary>The XML namespace of its answers; S3 has one per document.</summary>
    public string Namespace { get; init; } = "";

    /// <summary>The prefix of its IAM actions where that isn't the signing name.</summary>
    public string? ActionPrefix { get; init; }

    /// <summary>Global services have no Region in their ARNs.</summary>
    public bool Global { get; init; }
}

/// <summary>What a REST operation answers to: method, path ("bucket" or "object" for S3) and the query parameter that selects it.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class RouteAttribute(string method, string path, string? query = null) : Attribute
{
    public string Method { get; } = method;

    public string Path { get; } = path;

    public string? Query { get; } = query;
}

/// <summary>The resource on which IAM checks an operation, and the action where it isn't the operation's name.</summary>
/// <param name="resource">
/// An ARN, or what follows the account in one; {Name} stands for a parameter, and for each element if it is a list. Without a
/// value for one of its parameters the line says nothing.
/// </param>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
internal sealed class ChecksAttribute(string resource) : Attribute
{
    public string Resource { get; } = resource;

    public string? Action { get; init; }

    /// <summary>The parameter with which alone the line counts; null for always.</summary>
    public string? With { get; init; }

    /// <summary>The parameter with which the line does not count; null for none.</summary>
    public string? Without { get; init; }
}
