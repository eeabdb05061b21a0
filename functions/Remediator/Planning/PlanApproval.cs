namespace Remediator.Planning;

/// <summary>Who has approved this very plan, and so what of the gate's questions is answered.</summary>
public enum PlanApproval
{
    None,

    /// <summary>Nobody decided in time, and the playbook says to proceed: that answers its own asking, and no control that a person has set.</summary>
    BySilence,

    /// <summary>Mode, freeze, budget and what can't be undone were for them to decide; everything else holds.</summary>
    ByPeople,
}
