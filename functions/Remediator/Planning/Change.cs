namespace Remediator.Planning;

/// <summary>One attribute of one resource, with its value before and its value after: the unit of everything the engine does.</summary>
public sealed record Change
{
    /// <summary>The remediation that planned it.</summary>
    public required string Step { get; init; }

    /// <summary>Name of the attribute: how to read and write it is looked up in the attribute catalogue.</summary>
    public required string Attribute { get; init; }

    public required Target Target { get; init; }

    public required AttributeValue Before { get; init; }

    /// <summary>The wanted value; may hold references such as <c>${quarantine-group}</c> to what an earlier change created.</summary>
    public required AttributeValue After { get; init; }

    public required Phase Phase { get; init; }

    /// <summary>Changes of one phase and stage run side by side; a later stage waits for the earlier ones.</summary>
    public int Stage { get; init; }

    /// <summary>Cannot be undone; runs only after approval or where the playbook says so.</summary>
    public bool Irreversible { get; init; }

    /// <summary>Left in place by an undo: evidence, and what the engine shares between executions.</summary>
    public bool Keep { get; init; }

    /// <summary>Name under which later changes refer to the <c>id</c> in the value read back after this change.</summary>
    public string? Binds { get; init; }

    /// <summary>Best effort: a failure is reported but does not make the remediation fail (termination protection, say).</summary>
    public bool Optional { get; init; }

    /// <summary>A sentence for people, where attribute and values do not say it.</summary>
    public string? Note { get; init; }

    /// <summary>Nothing to do: the resource already is as wanted.</summary>
    public bool IsSatisfied => Before == After;

    /// <summary>The order in which changes are made: by phase, then by stage.</summary>
    public static int CompareOrder(Change one, Change other) =>
        one.Phase != other.Phase ? ((int)one.Phase).CompareTo((int)other.Phase) : one.Stage.CompareTo(other.Stage);
}

/// <summary>The thing whose attribute changes; the form of the id is the attribute's to define.</summary>
/// <param name="Kind">A CloudFormation type name.</param>
/// <param name="Id">For instance <c>eni-0abc</c>, or <c>alice/AKIA...</c> for an access key.</param>
public readonly record struct Target(string Kind, string Id)
{
    public override string ToString() => $"{Kind} {Id}";
}

/// <summary>Contain first, then credentials, then evidence.</summary>
public enum Phase
{
    /// <summary>Evidence of a playbook that wants it before anything is contained.</summary>
    Preserve,

    Contain,
    Credentials,
    Evidence,
}
