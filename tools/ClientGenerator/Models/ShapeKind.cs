namespace Remediator.Tools.ClientGenerator.Models;

/// <summary>What a shape is, with enumerations and documents told apart from strings and structures.</summary>
public enum ShapeKind
{
    Structure, List, Map, String, Enumeration, Boolean, Integer, Long, Float, Double, Timestamp, Blob, Document,
}
