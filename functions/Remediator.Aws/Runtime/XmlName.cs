namespace Amazon.Runtime.Generated;

/// <summary>An element's name with the namespace that it declares, if any.</summary>
public sealed record XmlName(string Name, string? Prefix = null, string? XmlNamespace = null);
