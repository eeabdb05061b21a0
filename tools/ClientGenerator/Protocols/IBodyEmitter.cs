using Remediator.Tools.ClientGenerator.Models;
using Remediator.Tools.ClientGenerator.Services;

namespace Remediator.Tools.ClientGenerator.Protocols;

/// <summary>Emits how the body of a REST request is written.</summary>
internal interface IBodyEmitter
{
    /// <summary>A body of several members.</summary>
    void EmitMembers(Operation operation, IReadOnlyList<Property> members);

    /// <summary>A body that is one structure, collection or document.</summary>
    void EmitPayload(Property payload);

    void EmitStructure(Shape shape);
}
