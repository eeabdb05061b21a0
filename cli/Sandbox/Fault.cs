namespace Remediator.Cli.Sandbox;

/// <summary>What goes wrong with one call.</summary>
public abstract record Fault
{
    private Fault()
    {
    }

    /// <summary>AWS refuses; nothing happens.</summary>
    public sealed record Refuse(string Code, int Status = 400, string Message = "Injected by the sandbox.") : Fault;

    /// <summary>The call takes effect but answers an error.</summary>
    public sealed record RefuseAfterEffect(string Code, int Status = 500, string Message = "Injected by the sandbox.") : Fault;

    /// <summary>The connection closes before anything happens, at every attempt of the client.</summary>
    public sealed record DropBeforeEffect : Fault;

    /// <summary>The call takes effect and its answer is lost; further attempts of the client are lost without effect.</summary>
    public sealed record DropAfterEffect : Fault;

    /// <summary>No answer comes until the caller gives up or the sandbox stops.</summary>
    public sealed record Hang(bool AfterEffect = false) : Fault;

    /// <summary>
    /// The caller's process dies: <paramref name="OnKill"/> runs (cancel its token there), the connection closes, and every
    /// later call is dropped without effect until <see cref="FaultPlan.Revive"/>.
    /// </summary>
    public sealed record Kill(bool AfterEffect, Action? OnKill = null) : Fault;

    public static Fault InternalError { get; } = new Refuse("InternalError", 500);

    public static Fault Throttle { get; } = new Refuse("Throttling", 400, "Rate exceeded");

    public static Fault AccessDenied { get; } = new Refuse("AccessDenied", 403);
}
