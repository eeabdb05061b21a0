using System.Reflection;

namespace Remediator.FaultMatrix.Faults;

/// <summary>A store of which one method is another's; a new method needs nothing here.</summary>
public class StoreProxy : DispatchProxy
{
    private object _inner = null!;
    private Func<string, object?[], object?> _instead = (_, _) => null;

    /// <param name="instead">The answer to a call, by method and arguments; null to let it through. Arguments may be replaced.</param>
    internal static T Before<T>(T inner, Func<string, object?[], object?> instead)
        where T : class
    {
        var made = Create<T, StoreProxy>();
        var proxy = (StoreProxy)(object)made;
        (proxy._inner, proxy._instead) = (inner, instead);
        return made;
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) =>
        _instead(targetMethod!.Name, args!) ?? targetMethod.Invoke(_inner, BindingFlags.DoNotWrapExceptions, null, args, null);
}
