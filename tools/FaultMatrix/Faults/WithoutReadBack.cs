namespace Remediator.FaultMatrix.Faults;

/// <summary>An engine that believes what it sent: its reads show an account in which every write took effect.</summary>
internal sealed class WithoutReadBack : Sabotage
{
    public override bool BlindsReads => true;
}
