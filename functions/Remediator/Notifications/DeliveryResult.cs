namespace Remediator.Notifications;

/// <summary>What became of one message on one channel.</summary>
public abstract record DeliveryResult
{
    private DeliveryResult()
    {
    }

    /// <summary>The channel took it.</summary>
    /// <param name="Reference">The channel's own id of the message, where it gives one.</param>
    public sealed record Delivered(string? Reference = null) : DeliveryResult;

    /// <summary>It did not, or its answer was lost.</summary>
    /// <param name="Kind">Whether trying again can help.</param>
    /// <param name="Reason">For people; never holds a secret.</param>
    public sealed record Failed(FailureKind Kind, string Reason) : DeliveryResult
    {
        /// <summary>The channel took it, and its receipt could not be recorded: it comes again, and the channel is not dead.</summary>
        public bool WasTaken { get; init; }
    }
}

/// <summary>Whether trying again can help.</summary>
public enum FailureKind
{
    /// <summary>Throttled, unreachable, slow or broken on the other side.</summary>
    Temporary,

    /// <summary>Refused: somebody has to change something first.</summary>
    Permanent,
}
