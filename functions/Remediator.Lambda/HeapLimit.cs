using Amazon.Lambda.Core;

namespace Remediator.Lambda;

/// <summary>Tells the garbage collector the function's memory, which it can't see from inside Lambda.</summary>
internal static class HeapLimit
{
    public static void Apply(LambdaSettings settings, ILambdaLogger log)
    {
        if (settings.MemoryMegabytes is not { } megabytes) return;
        var bytes = (ulong)megabytes * 1024 * 1024;

        // A lower limit is somebody's choice: keep it.
        if ((ulong)GC.GetGCMemoryInfo().TotalAvailableMemoryBytes < bytes) return;
        try
        {
            AppContext.SetData("GCHeapHardLimit", bytes);
            GC.RefreshMemoryLimit();
        }
        catch (InvalidOperationException e)
        {
            log.LogWarning(e, "The heap limit was not set; going on without one", ("bytes", bytes));
        }
    }
}
