using Amazon;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Amazon.Runtime;
using Amazon.SecurityToken;
using Amazon.SecurityToken.Model;
using Remediator.Execution;

namespace Remediator.Tests.Execution;

/// <summary>The shortcut past the official packages' endpoint rules leads where they lead.</summary>
public sealed class AwsEndpointTests
{
    private const string TableArn = "arn:aws:dynamodb:eu-west-1:111122223333:table/remediator";

    public static TheoryData<string> Regions => [.. RegionEndpoint.EnumerableAllRegions.Select(r => r.SystemName), "xx-north-1"];

    [Theory]
    [MemberData(nameof(Regions))]
    public void A_call_goes_where_the_official_rules_send_it(string region)
    {
        foreach (var (fips, dualStack) in new[] { (false, false), (true, false), (false, true), (true, true) })
        {
            Assert.Equal(Official(Table, Config<AmazonDynamoDBConfig>), Ours(Table, Config<AmazonDynamoDBConfig>));
            Assert.Equal(Official(TableByArn, Config<AmazonDynamoDBConfig>), Ours(TableByArn, Config<AmazonDynamoDBConfig>));
            Assert.Equal(Official(Role, Config<AmazonSecurityTokenServiceConfig>), Ours(Role, Config<AmazonSecurityTokenServiceConfig>));

            T Config<T>()
                where T : ClientConfig, new() => new() { UseFIPSEndpoint = fips, UseDualstackEndpoint = dualStack };
        }

        string Official(AmazonWebServiceRequest request, Func<ClientConfig> make)
        {
            var config = make();
            config.RegionEndpoint = RegionEndpoint.GetBySystemName(region);
            return UrlOf(config, request);
        }

        string Ours(AmazonWebServiceRequest request, Func<ClientConfig> make) => UrlOf(new AwsEndpoint().Apply(make(), region), request);
    }

    [Fact]
    public void An_emulator_is_where_its_address_says()
    {
        var emulator = new AwsEndpoint("http://localhost:4566");
        Assert.Equal("http://localhost:4566/", UrlOf(emulator.Apply(new AmazonDynamoDBConfig(), "eu-west-1"), Table));
        Assert.Equal("http://localhost:4566/", UrlOf(emulator.Apply(new AmazonSecurityTokenServiceConfig(), "eu-west-1"), Role));
    }

    private static readonly QueryRequest Table = new() { TableName = "remediator" };
    private static readonly QueryRequest TableByArn = new() { TableName = TableArn };
    private static readonly AssumeRoleRequest Role = new() { RoleArn = "arn:aws:iam::111122223333:role/action" };

    /// <summary>The address, or why there is none.</summary>
    private static string UrlOf(ClientConfig config, AmazonWebServiceRequest request)
    {
        try
        {
            return new Uri(config.DetermineServiceOperationEndpoint(new(request)).URL).AbsoluteUri;
        }
        catch (AmazonClientException refused)
        {
            return refused.Message;
        }
    }
}
