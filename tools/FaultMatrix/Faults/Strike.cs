using Remediator.FaultMatrix.Simulation;

namespace Remediator.FaultMatrix.Faults;

/// <summary>One fault at one call.</summary>
/// <param name="again">Lets the message of the worker come again, at once or after a while.</param>
/// <param name="versions">Sends other versions of the finding.</param>
internal sealed class Strike(FaultKind kind, AccountWire wire, Action<Worker, TimeSpan> again, Action versions) : IStrike
{
    /// <summary>Longer than lease and visibility timeout, shorter than a session.</summary>
    private static readonly TimeSpan LongPause = TimeSpan.FromMinutes(10);

    /// <summary>Enough for another worker's whole run, within the lease.</summary>
    private static readonly TimeSpan ShortPause = TimeSpan.FromSeconds(60);

    private static readonly TimeSpan PastLease = TimeSpan.FromMinutes(3);

    /// <summary>Whether two workers take turns as everybody does already.</summary>
    public bool KeepsTurns { get; init; }

    public async Task<T> HitAsync<T>(Simulator simulator, Call call, Func<T> effect, Func<Failure, T> fail)
    {
        switch (kind)
        {
            case FaultKind.ErrorBefore:
                return fail(Failure.InternalError);
            case FaultKind.ErrorAfter:
                effect();
                return fail(Failure.InternalError);
            case FaultKind.LostAfter:
                effect();
                return fail(Failure.Lost);
            case FaultKind.Throttle:
                return fail(Failure.Throttled);
            case FaultKind.Timeout:
                simulator.Time.Advance(TimeSpan.FromSeconds(10));
                return fail(Failure.TimedOut);
            case FaultKind.AccessDenied or FaultKind.DeniedForGood:
                return fail(Failure.Denied);
            case FaultKind.WithoutEffect:
                wire.Loses = true;
                try
                {
                    return effect();
                }
                finally
                {
                    wire.Loses = false;
                }

            case FaultKind.KilledBefore:
                call.Worker.Kill();
                return await Never<T>();
            case FaultKind.KilledAfter:
                effect();
                call.Worker.Kill();
                return await Never<T>();
            case FaultKind.LeaseExpired:
                return await PauseAsync(simulator, call, effect(), LongPause);
            case FaultKind.Duplicate:
                again(call.Worker, TimeSpan.Zero);
                return await PauseAsync(simulator, call, effect(), ShortPause);
            case FaultKind.TwoWorkers:
                simulator.Turns = KeepsTurns ? simulator.Turns : Turns.Alternating;
                again(call.Worker, PastLease);

                // A moment longer than the other waits: both are awake then, and take turns.
                return await PauseAsync(simulator, call, effect(), PastLease + TimeSpan.FromMilliseconds(1));
            case FaultKind.Reordered:
                versions();
                return await PauseAsync(simulator, call, effect(), ShortPause);
            default:
                throw new InvalidOperationException($"unknown fault {kind}");
        }
    }

    /// <summary>Asked for each call: this, at a position; where it is for good, at every later call of that name too.</summary>
    public Func<Call, IStrike?> At(int position, Action<Call> hit)
    {
        string? denied = null;
        return call =>
        {
            if (call.Position == position)
            {
                hit(call);
                denied = kind == FaultKind.DeniedForGood ? call.Name : null;
                return this;
            }

            return call.Name == denied ? this : null;
        };
    }

    private static async Task<T> PauseAsync<T>(Simulator simulator, Call call, T answer, TimeSpan pause)
    {
        call.Worker.FrozenUntil = simulator.Time.GetUtcNow() + pause;
        await simulator.TurnAsync(call.Worker, call.Name);
        return answer;
    }

    private static async Task<T> Never<T>()
    {
        await new TaskCompletionSource().Task;
        throw new InvalidOperationException("the dead do not go on");
    }
}
