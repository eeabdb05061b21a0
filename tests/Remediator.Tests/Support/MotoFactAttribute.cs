using Xunit.Abstractions;
using Xunit.Sdk;

namespace Remediator.Tests.Support;

/// <summary>A test against moto; reported as skipped, with what to install, where moto is missing.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class MotoFactAttribute : FactAttribute
{
    public MotoFactAttribute() => Skip = MotoServer.SkipReason;
}

/// <summary>As <see cref="MotoFactAttribute"/>, with data.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class MotoTheoryAttribute : TheoryAttribute
{
    public MotoTheoryAttribute() => Skip = MotoServer.SkipReason;
}

/// <summary>On a subclass of contract tests: its inherited <see cref="ContractFactAttribute"/> tests need moto.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class NeedsMotoAttribute : Attribute;

/// <summary>A test in an abstract class, for every implementation; the class at hand says what it needs.</summary>
[AttributeUsage(AttributeTargets.Method)]
[XunitTestCaseDiscoverer("Remediator.Tests.Support." + nameof(ContractFactDiscoverer), "Remediator.Tests")]
public sealed class ContractFactAttribute : FactAttribute;

public sealed class ContractFactDiscoverer(IMessageSink sink) : FactDiscoverer(sink)
{
    protected override IXunitTestCase CreateTestCase(ITestFrameworkDiscoveryOptions discoveryOptions, ITestMethod testMethod, IAttributeInfo factAttribute) =>
        new ContractTestCase(DiagnosticMessageSink, discoveryOptions.MethodDisplayOrDefault(), discoveryOptions.MethodDisplayOptionsOrDefault(), testMethod);
}

public sealed class ContractTestCase : XunitTestCase
{
    [Obsolete("For the deserializer.", error: true)]
    public ContractTestCase()
    {
    }

    public ContractTestCase(IMessageSink sink, TestMethodDisplay display, TestMethodDisplayOptions options, ITestMethod method)
        : base(sink, display, options, method)
    {
    }

    protected override string GetSkipReason(IAttributeInfo factAttribute)
    {
        var needsMoto = TestMethod.TestClass.Class.GetCustomAttributes(typeof(NeedsMotoAttribute).AssemblyQualifiedName).Any();
        return needsMoto ? MotoServer.SkipReason! : base.GetSkipReason(factAttribute);
    }
}
