namespace Remediator.Tools.ClientGenerator;

/// <summary>Something the person who runs the generator can put right.</summary>
public sealed class GeneratorException(string message) : Exception(message);
