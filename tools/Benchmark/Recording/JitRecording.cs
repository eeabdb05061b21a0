using System.Text.RegularExpressions;
using Microsoft.Diagnostics.Tracing;

namespace Remediator.Benchmark.Recording;

/// <summary>What one process compiles just in time, from the runtime's events and from the compiler's own list.</summary>
/// <remarks>The events do not know the type arguments of generic methods; the compiler calls every enum an int.</remarks>
internal sealed partial class JitRecording : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("cold-start-");

    /// <summary>With these variables a process leaves its traces.</summary>
    public IReadOnlyDictionary<string, string> Environment => new Dictionary<string, string>
    {
        ["DOTNET_EnableEventPipe"] = "1",
        ["DOTNET_EventPipeConfig"] = "Microsoft-Windows-DotNETRuntime:0x10:5",
        ["DOTNET_EventPipeOutputPath"] = Trace,
        ["DOTNET_JitDisasmSummary"] = "1",
        ["DOTNET_JitStdOutFile"] = Summary,
    };

    private string Trace => Path.Combine(_folder.FullName, "trace.nettrace");

    private string Summary => Path.Combine(_folder.FullName, "summary.txt");

    /// <summary>The generic ones, as <c>Type[A]::Method</c> or <c>Type::Method[A]</c>; call it when the process has ended.</summary>
    public IEnumerable<string> Methods() => OfTypes().Concat(OfMethods()).Where(m => !IsKnown(m));

    public void Dispose() => _folder.Delete(recursive: true);

    /// <summary>Class constructors can't be compiled ahead; the boxes of the package's async methods are by rule.</summary>
    private static bool IsKnown(string method) =>
        method.EndsWith("::.cctor", StringComparison.Ordinal) || (method.Contains("AsyncStateMachineBox`1[", StringComparison.Ordinal) && Package().IsMatch(method));

    private List<string> OfTypes()
    {
        var methods = new List<string>();
        using var source = new EventPipeEventSource(Trace);
        source.Clr.MethodLoadVerbose += m =>
        {
            if (m.IsJitted && m.MethodNamespace.Contains('['))
            {
                methods.Add($"{m.MethodNamespace}::{m.MethodName}");
            }
        };
        source.Process();
        return methods;
    }

    private IEnumerable<string> OfMethods() =>
        from line in File.ReadLines(Summary)
        let name = Compiled().Match(line)
        where name.Success
        select $"{Spelt(name.Groups["type"].Value)}::{name.Groups["method"].Value}{Spelt(name.Groups["arguments"].Value)}";

    /// <summary>The compiler's names of the basic types, spelt out.</summary>
    private static string Spelt(string names) => Basic().Replace(names, m => m.Value switch
    {
        "bool" => "System.Boolean",
        "byte" or "ubyte" => "System.Byte",
        "sbyte" => "System.SByte",
        "char" => "System.Char",
        "short" => "System.Int16",
        "ushort" => "System.UInt16",
        "int" => "System.Int32",
        "uint" => "System.UInt32",
        "long" => "System.Int64",
        "ulong" => "System.UInt64",
        "float" => "System.Single",
        "double" => "System.Double",
        "nint" => "System.IntPtr",
        "nuint" => "System.UIntPtr",
        var other => other,
    });

    // A type name holds no colon outside brackets, and a method name no bracket before its arguments.
    [GeneratedRegex(@"JIT compiled (?<type>[^:\[]+(?:\[.*?\])?):(?<method>[^\[\]():]+)(?<arguments>\[.+\])\([^\[]*(?:\[.*)? \[(?:Tier|Full|Instr)")]
    private static partial Regex Compiled();

    [GeneratedRegex(@"(?<=[\[,])[a-z]+(?=[\],\[])")]
    private static partial Regex Basic();

    [GeneratedRegex(@",(?:Remediator|Amazon|Program)[.+]")]
    private static partial Regex Package();
}
