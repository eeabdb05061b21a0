using System.Collections;
using System.Reflection;
using Amazon;
using Amazon.DynamoDBv2;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.SecurityToken;
using Remediator.Execution;

namespace Remediator.Tests.Execution;

/// <summary>What a function settles for the SDK is what the SDK would have found, and it settles nothing where there is something to find.</summary>
public sealed class SdkSettingsTests
{
    [Theory]
    [InlineData(typeof(AmazonDynamoDBConfig))]
    [InlineData(typeof(AmazonSecurityTokenServiceConfig))]
    [InlineData(typeof(AmazonS3Config))]
    public void Settled_settings_are_those_that_the_SDK_takes_where_it_finds_nothing(Type type)
    {
        var usual = Settings(new AwsEndpoint().Apply(New(), "eu-west-1"));

        var ours = Settings(new AwsEndpoint { HasUsualSettings = true }.Apply(New(), "eu-west-1"));

        Assert.Equal(usual, ours);

        ClientConfig New() => (ClientConfig)Activator.CreateInstance(type)!;
    }

    [Fact]
    public void Nothing_looks_through_profiles_for_an_agent_that_calls_are_reported_to()
    {
        new AwsEndpoint { HasUsualSettings = true }.Apply(new AmazonDynamoDBConfig(), "eu-west-1");

        Assert.False(AWSConfigs.CSMConfig.CSMEnabled ?? true);
    }

    [Fact]
    public void Every_variable_of_which_the_SDK_takes_a_setting_is_looked_at()
    {
        var known = typeof(ClientConfig).Assembly.GetType("Amazon.Runtime.Internal.EnvironmentVariableInternalConfiguration", throwOnError: true)!
            .GetFields(BindingFlags.Public | BindingFlags.Static | BindingFlags.FlattenHierarchy)
            .Where(f => f.IsLiteral && f.FieldType == typeof(string))
            .Select(f => (string)f.GetRawConstantValue()!);

        Assert.Equal(known.Append("AWS_DEFAULTS_MODE").Append("AWS_CSM_ENABLED").Order(), SdkSettings.Variables.Order());
    }

    [Theory]
    [InlineData("AWS_USE_FIPS_ENDPOINT", "true")]
    [InlineData("AWS_RETRY_MODE", "adaptive")]
    [InlineData("AWS_PROFILE", "ops")]
    [InlineData("AWS_CONFIG_FILE", "/etc/aws")]
    public void Where_a_variable_says_something_the_SDK_reads_it_itself(string name, string value)
    {
        Assert.True(SdkSettings.AreUsual(_ => null));
        Assert.True(SdkSettings.AreUsual(_ => ""));
        Assert.False(SdkSettings.AreUsual(n => n == name ? value : null));
    }

    /// <summary>Each public property by name, as text: lists by what is in them, none like an empty one.</summary>
    private static SortedDictionary<string, string> Settings(ClientConfig config) => new(
        config.GetType().GetProperties().Where(p => p.CanRead && p.GetIndexParameters().Length == 0).DistinctBy(p => p.Name).ToDictionary(p => p.Name, p => Text(p.GetValue(config))));

    private static string Text(object? value) => value switch
    {
        null => "",
        string text => text,
        IEnumerable many => string.Join(',', many.Cast<object>()),
        _ => value.ToString()!,
    };
}
