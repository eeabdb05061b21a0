extern alias official;

using System.Reflection;
using Amazon.Runtime;

namespace Remediator.Aws.Tests.Official;

/// <summary>What is generated of STS and KMS looks from outside like the official packages.</summary>
public sealed class PublicSurfaceTests
{
    private const BindingFlags Declared = BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    /// <summary>Members that AWS added after the models from which these clients were generated.</summary>
    private static readonly HashSet<string> NewerThanTheModels =
        ["GranteeServicePrincipal", "RetiringServicePrincipal", "SourceArn", "SessionTokenSize", "SessionTokenUtilization", "MinimumSessionTokenSize"];

    private static readonly Assembly[] OfficialAssemblies =
    [
        typeof(official::Amazon.SecurityToken.AmazonSecurityTokenServiceClient).Assembly,
        typeof(official::Amazon.KeyManagementService.AmazonKeyManagementServiceClient).Assembly,
    ];

    public static TheoryData<string> GeneratedTypes =>
        [.. typeof(PublicSurfaceTests).Assembly.GetExportedTypes()
            .Where(type => type.Namespace is "Amazon.SecurityToken" or "Amazon.SecurityToken.Model" or "Amazon.KeyManagementService" or "Amazon.KeyManagementService.Model")
            .Select(type => type.FullName!)];

    [Theory]
    [MemberData(nameof(GeneratedTypes))]
    public void Everything_generated_is_in_the_official_package(string name)
    {
        var (generated, genuine) = Types(name);
        // The one type that the official package extends by hand: STS credentials can be used as such.
        if (name != "Amazon.SecurityToken.Model.Credentials")
            Assert.Equal(BaseName(genuine), BaseName(generated));
        Assert.Empty(Members(generated).Except(Members(genuine)));
    }

    [Theory]
    [MemberData(nameof(GeneratedTypes))]
    public void Types_constants_and_properties_are_complete(string name)
    {
        var (generated, genuine) = Types(name);
        if (typeof(AmazonServiceClient).IsAssignableFrom(genuine) || genuine.IsInterface || typeof(ClientConfig).IsAssignableFrom(genuine))
            return;
        var missing = Data(genuine).Except(Data(generated));
        Assert.All(missing, member => Assert.Contains(member.Split(' ')[1], NewerThanTheModels));
    }

    private static (Type Generated, Type Official) Types(string name)
    {
        var genuine = OfficialAssemblies.Select(assembly => assembly.GetType(name)).SingleOrDefault(type => type != null);
        Assert.True(genuine is not null, $"the official package has no {name}");
        return (typeof(PublicSurfaceTests).Assembly.GetType(name)!, genuine!);
    }

    private static IEnumerable<string> Members(Type type) => Data(type)
        .Concat(type.GetMethods(Declared).Where(method => !method.IsSpecialName && !IsConfigDetail(type, method.Name)).Select(Describe))
        .Concat(type.GetConstructors(Declared).Select(Describe));

    private static IEnumerable<string> Data(Type type) => type.GetProperties(Declared)
        .Where(property => !IsConfigDetail(type, property.Name))
        .Select(property => $"{Describe(property.PropertyType)} {property.Name} {(property.CanWrite ? "get set" : "get")}")
        .Concat(type.GetFields(Declared).Select(field => $"{Describe(field.FieldType)} {field.Name}"));

    private static string Describe(MethodBase method)
    {
        var returned = method is MethodInfo { ReturnType: var type } ? Describe(type) : "";
        var parameters = method.GetParameters().Select(parameter => $"{Describe(parameter.ParameterType)} {parameter.Name}");
        return $"{returned} {method.Name}({string.Join(", ", parameters)})";
    }

    private static string Describe(Type type) =>
        type.IsGenericType ? $"{type.Name}<{string.Join(", ", type.GetGenericArguments().Select(Describe))}>" : type.FullName!;

    /// <summary>The generated base classes stand between a client or a configuration and Core's.</summary>
    private static string BaseName(Type type)
    {
        var baseType = type.BaseType;
        while (baseType?.Namespace == "Amazon.Runtime.Generated")
            baseType = baseType.BaseType;
        return baseType?.FullName ?? "";
    }

    private static bool IsConfigDetail(Type type, string name) =>
        typeof(ClientConfig).IsAssignableFrom(type) && name is "ServiceVersion" or "UserAgent" or "RegionEndpointServiceName";
}
