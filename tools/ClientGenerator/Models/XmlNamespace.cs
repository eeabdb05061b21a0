namespace Remediator.Tools.ClientGenerator.Models;

/// <summary>A namespace declaration that an element carries.</summary>
public sealed record XmlNamespace(string Uri, string? Prefix);
