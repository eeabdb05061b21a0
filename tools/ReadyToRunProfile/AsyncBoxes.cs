using System.Reflection;
using System.Runtime.CompilerServices;

namespace Remediator.Tools.ReadyToRunProfile;

/// <summary>What the runtime puts a waiting async method into: a generic class over the compiler's struct, so one for each method.</summary>
internal sealed class AsyncBoxes(Func<Type, IReadOnlyList<Type>, Type?> instantiate)
{
    private const BindingFlags Hidden = BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Public;

    private static readonly Assembly Core = typeof(object).Assembly;
    private static readonly Type Box = Core.GetType("System.Runtime.CompilerServices.AsyncTaskMethodBuilder`1+AsyncStateMachineBox`1", throwOnError: true)!;
    private static readonly Type NoResult = Core.GetType("System.Threading.Tasks.VoidTaskResult", throwOnError: true)!;

    /// <summary>Of the box's methods those that every wait runs. Two others are so short that compiling them ahead costs more in the package than it saves.</summary>
    public static IReadOnlyList<string> Methods => ["MoveNext", "ExecutionContextCallback"];

    public static bool IsStateMachine(Type type) => type.IsValueType && typeof(IAsyncStateMachine).IsAssignableFrom(type);

    /// <summary>Null for a method that returns no task.</summary>
    public Type? Of(Type machine)
    {
        var closed = machine.IsGenericTypeDefinition ? instantiate(machine, [.. machine.GetGenericArguments().Select(_ => typeof(object))]) : machine;
        var builder = closed?.GetField("<>t__builder", Hidden)?.FieldType;
        return builder switch
        {
            null => null,
            { IsGenericType: true } when builder.GetGenericTypeDefinition() == typeof(AsyncTaskMethodBuilder<>) => instantiate(Box, [builder.GetGenericArguments()[0], closed!]),
            _ when builder == typeof(AsyncTaskMethodBuilder) => instantiate(Box, [NoResult, closed!]),
            _ => null,
        };
    }
}
