using System.Net;
using System.Text;
using Amazon.Organizations;
using Amazon.Runtime;
using Remediator.Controls;
using Remediator.Controls.Stores;

namespace Remediator.Tests.Controls.Stores;

public sealed class AwsOrganizationTests
{
    private readonly ManualTime _time = new();

    [MotoFact]
    public async Task Walks_up_to_the_root()
    {
        var account = await (await MotoServer.GetAsync()).NewAccountAsync();
        using var http = new HttpClient();
        async Task<string> CallAsync(string operation, string body)
        {
            // The engine has no client that could make an organization; moto checks no signature.
            using var request = new HttpRequestMessage(HttpMethod.Post, account.Url) { Content = new StringContent(body, Encoding.UTF8, "application/x-amz-json-1.1") };
            request.Headers.Add("X-Amz-Target", $"AWSOrganizationsV20161128.{operation}");
            var keys = await account.Credentials.GetCredentialsAsync();
            request.Headers.TryAddWithoutValidation("Authorization", $"AWS4-HMAC-SHA256 Credential={keys.AccessKey}/20260301/us-east-1/organizations/aws4_request, SignedHeaders=host, Signature=0");
            var answer = await http.SendAsync(request);
            Assert.True(answer.StatusCode == HttpStatusCode.OK, await answer.Content.ReadAsStringAsync());
            return await answer.Content.ReadAsStringAsync();
        }

        static string Id(string json, string property)
        {
            using var document = System.Text.Json.JsonDocument.Parse(json);
            return document.RootElement.GetProperty(property).EnumerateArray().First().GetProperty("Id").GetString()!;
        }

        await CallAsync("CreateOrganization", """{"FeatureSet":"ALL"}""");
        var root = Id(await CallAsync("ListRoots", "{}"), "Roots");
        var created = await CallAsync("CreateOrganizationalUnit", $$"""{"ParentId":"{{root}}","Name":"outer"}""");
        var outer = System.Text.Json.JsonDocument.Parse(created).RootElement.GetProperty("OrganizationalUnit").GetProperty("Id").GetString();
        created = await CallAsync("CreateOrganizationalUnit", $$"""{"ParentId":"{{outer}}","Name":"inner"}""");
        var inner = System.Text.Json.JsonDocument.Parse(created).RootElement.GetProperty("OrganizationalUnit").GetProperty("Id").GetString();
        created = await CallAsync("CreateAccount", """{"Email":"a@example.com","AccountName":"a"}""");
        var member = System.Text.Json.JsonDocument.Parse(created).RootElement.GetProperty("CreateAccountStatus").GetProperty("AccountId").GetString()!;
        await CallAsync("MoveAccount", $$"""{"AccountId":"{{member}}","SourceParentId":"{{root}}","DestinationParentId":"{{inner}}"}""");

        var reading = await new AwsOrganization(Client(account.Url, account.Credentials), _time).ReadAsync(member, CancellationToken.None);

        Assert.Equal(new[] { inner, outer, root }.Order(), Assert.IsType<OrganizationReading.Known>(reading).Ancestors.Order());
    }

    [MotoFact]
    public async Task What_cannot_be_read_is_unknown()
    {
        var account = await (await MotoServer.GetAsync()).NewAccountAsync();
        var organization = new AwsOrganization(Client(account.Url, account.Credentials), _time);

        Assert.IsType<OrganizationReading.Unknown>(await organization.ReadAsync("111122223333", CancellationToken.None));
        Assert.IsType<OrganizationReading.Unknown>(await organization.ReadAsync("not-an-account", CancellationToken.None));
    }

    private static AmazonOrganizationsClient Client(string url, AWSCredentials credentials) =>
        new(credentials, new AmazonOrganizationsConfig { ServiceURL = url, AuthenticationRegion = "us-east-1", MaxErrorRetry = 0 });
}
