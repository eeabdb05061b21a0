using System.Collections.Concurrent;
using System.Reflection;
using Amazon.Runtime;

namespace Remediator.FaultMatrix.Simulation;

/// <summary>Stands before a store and lets every call of it wait, fail or be lost; a new method needs nothing here.</summary>
public class CallProxy : DispatchProxy
{
    private static readonly ConcurrentDictionary<MethodInfo, MethodInfo?> Answering = new();

    private Simulator _simulator = null!;
    private object _inner = null!;
    private string _prefix = "";
    private Action<string, object?[], object?>? _done;

    /// <param name="done">Told of every call that took effect: method, arguments, answer.</param>
    internal static T Before<T>(T inner, string prefix, Simulator simulator, Action<string, object?[], object?>? done = null)
        where T : class
    {
        var made = Create<T, CallProxy>();
        var proxy = (CallProxy)(object)made;
        (proxy._simulator, proxy._inner, proxy._prefix, proxy._done) = (simulator, inner, prefix, done);
        return made;
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        var method = targetMethod!;
        if (!typeof(Task).IsAssignableFrom(method.ReturnType))
        {
            return method.Invoke(_inner, BindingFlags.DoNotWrapExceptions, null, args, null);
        }

        var answering = Answering.GetOrAdd(method, static m => m.ReturnType.IsGenericType
            ? typeof(CallProxy).GetMethod(nameof(AnswerAsync), BindingFlags.Instance | BindingFlags.NonPublic)!.MakeGenericMethod(m.ReturnType.GetGenericArguments())
            : null);
        return answering is null ? AnswerAsync<bool>(method, args!) : answering.Invoke(this, [method, args]);
    }

    private Task<T> AnswerAsync<T>(MethodInfo method, object?[] args)
    {
        var name = $"{_prefix}:{method.Name}";
        return _simulator.CallAsync(
            name,
            () =>
            {
                var task = (Task)method.Invoke(_inner, BindingFlags.DoNotWrapExceptions, null, args, null)!;
                if (!task.IsCompleted)
                {
                    throw new InvalidOperationException($"{name} does not answer at once");
                }

                task.GetAwaiter().GetResult();
                var answer = task is Task<T> typed ? typed.Result : default!;
                _done?.Invoke(method.Name, args, answer);
                return answer;
            },
            failure => throw Thrown(failure, name),
            args.OfType<CancellationToken>().FirstOrDefault());
    }

    private static Exception Thrown(Failure failure, string name) => failure switch
    {
        Failure.Lost => new HttpRequestException($"{name}: the connection was lost"),
        Failure.InternalError => Refused("InternalServerError", 500),
        Failure.Throttled => Refused("ProvisionedThroughputExceededException", 400),
        Failure.TimedOut => new TaskCanceledException($"{name} did not answer", new TimeoutException()),
        Failure.Denied => Refused("AccessDeniedException", 400),
        _ => throw new InvalidOperationException($"unknown failure {failure}"),
    };

    private static AmazonServiceException Refused(string code, int status) =>
        new("Injected.", null, ErrorType.Unknown, code, "injected", (System.Net.HttpStatusCode)status);
}
