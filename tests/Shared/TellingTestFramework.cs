using System.Globalization;
using System.Reflection;
using Xunit.Abstractions;
using Xunit.Sdk;

namespace Remediator.Tests.Support;

/// <summary>Says once, on the console, how many tests are skipped and what they need: the runner itself only counts them.</summary>
/// <remarks>Diagnostic messages are what reaches the console at the usual verbosity, see xunit.runner.json.</remarks>
public sealed class TellingTestFramework(IMessageSink sink) : XunitTestFramework(sink)
{
    protected override ITestFrameworkExecutor CreateExecutor(AssemblyName assemblyName) => new Executor(assemblyName, SourceInformationProvider, DiagnosticMessageSink);

    private sealed class Executor(AssemblyName assembly, ISourceInformationProvider source, IMessageSink sink) : XunitTestFrameworkExecutor(assembly, source, sink)
    {
        protected override void RunTestCases(IEnumerable<IXunitTestCase> testCases, IMessageSink executionMessageSink, ITestFrameworkExecutionOptions executionOptions)
        {
            var all = testCases.ToList();
            foreach (var missing in all.Where(c => c.SkipReason is not null).GroupBy(c => c.SkipReason))
            {
                var count = missing.Count().ToString(CultureInfo.InvariantCulture);
                DiagnosticMessageSink.OnMessage(new DiagnosticMessage($"{count} test{(count == "1" ? "" : "s")} skipped: {missing.Key}"));
            }

            base.RunTestCases(all, executionMessageSink, executionOptions);
        }
    }
}
