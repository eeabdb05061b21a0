using Remediator.Cli.Sandbox;
using Remediator.Tests.Scenarios.Harness;

namespace Remediator.Tests.Commands;

/// <summary>Profiles of every kind, as AWS's configuration files have them, to a process of its own.</summary>
public sealed class AwsProfileTests : IDisposable
{
    private const string Sso = """
        sso_session = corp
        sso_account_id = 111122223333
        sso_role_name = Admin
        region = eu-central-1

        [sso-session corp]
        sso_start_url = https://corp.awsapps.com/start
        sso_region = eu-central-1
        sso_registration_scopes = sso:account:access
        """;

    /// <summary>Named by the SHA-1 of the session's name.</summary>
    private const string SignIn = ".aws/sso/cache/ee0bfd2552fbd840c02cc48b6e823320543c450f.json";

    private const string Keys = """
        aws_access_key_id = AKIAIOSFODNN7EXAMPLE
        aws_secret_access_key = secret

        """;

    private readonly CommandLine _cli = new();

    [Theory]
    [InlineData("one", "aws sso login --profile one")]
    [InlineData("default", "aws sso login")]
    public async Task A_sign_in_that_has_ended_says_how_to_sign_in_again(string profile, string hint)
    {
        var (exit, error) = await RespondAsync(profile, Sso);

        Assert.Equal(2, exit);
        Assert.Contains("No valid SSO Token", error, StringComparison.Ordinal);
        Assert.Contains(hint, error, StringComparison.Ordinal);
        Assert.Contains("aws configure export-credentials", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_profile_of_identity_center_gives_the_credentials_of_its_role()
    {
        await using var sandbox = await SandboxServer.StartAsync(new SandboxOptions { Region = Some.Region });
        Incidents.PublicBucket.Seed(sandbox.Account);
        var keys = SandboxKeys.For(sandbox.Account.Id).GetCredentials();
        using var portal = LoopbackServer.Answering(new HttpReply(
            200, $$$"""{"roleCredentials":{"accessKeyId":"{{{keys.AccessKey}}}","secretAccessKey":"{{{keys.SecretKey}}}","sessionToken":"token","expiration":4102444800000}}"""));
        _cli.Write(SignIn, """{"startUrl":"https://corp.awsapps.com/start","region":"eu-central-1","accessToken":"signed-in","expiresAt":"2099-01-01T00:00:00Z"}""");

        var (exit, error) = await RespondAsync("one", Sso, new() { ["AWS_ENDPOINT_URL"] = sandbox.Url, ["AWS_ENDPOINT_URL_SSO"] = portal.Url });

        Assert.Equal((0, ""), (exit, error));
        Assert.Contains("signed-in", Assert.Single(portal.Requests).Head, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_role_that_is_not_given_out_says_why()
    {
        using var refusing = LoopbackServer.Answering(Refusal);

        var (exit, error) = await RespondAsync("one", $"""
            role_arn = arn:aws:iam::111122223333:role/x
            source_profile = base
            region = eu-central-1

            [profile base]
            {Keys}
            """, new() { ["AWS_ENDPOINT_URL"] = refusing.Url });

        Assert.Equal(2, exit);
        Assert.Contains("Error calling AssumeRole for role arn:aws:iam::111122223333:role/x", error, StringComparison.Ordinal);
        Assert.Contains("is not authorized to perform: sts:AssumeRole", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_profile_that_needs_mfa_says_that_no_code_is_asked_for()
    {
        var (exit, error) = await RespondAsync("one", $"""
            role_arn = arn:aws:iam::111122223333:role/x
            source_profile = base
            mfa_serial = arn:aws:iam::111122223333:mfa/me
            region = eu-central-1

            [profile base]
            {Keys}
            """);

        Assert.Equal(2, exit);
        Assert.Contains("a code of the MFA device arn:aws:iam::111122223333:mfa/me, which is not asked for here", error, StringComparison.Ordinal);
        Assert.Contains("aws configure export-credentials --profile one --format env", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("credential_process = /bin/false\nregion = eu-central-1")]
    [InlineData("role_arn = arn:aws:iam::111122223333:role/x\nweb_identity_token_file = /nowhere\nregion = eu-central-1")]
    [InlineData("role_arn = arn:aws:iam::111122223333:role/x\nsource_profile = nobody\nregion = eu-central-1")]
    [InlineData("region = eu-central-1")]
    public async Task A_profile_that_gives_no_credentials_is_a_fault_of_the_input_and_no_crash(string profile)
    {
        var (exit, error) = await RespondAsync("one", profile);

        Assert.Equal(2, exit);
        Assert.StartsWith("Profile 'one' gives no credentials", error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_endpoint_of_the_profile_is_used_where_no_other_is_given()
    {
        await using var sandbox = await SandboxServer.StartAsync(new SandboxOptions { Region = Some.Region });
        Incidents.PublicBucket.Seed(sandbox.Account);
        var keys = SandboxKeys.For(sandbox.Account.Id).GetCredentials();

        var (exit, error) = await RespondAsync("one", $"""
            aws_access_key_id = {keys.AccessKey}
            aws_secret_access_key = {keys.SecretKey}
            endpoint_url = {sandbox.Url}
            """);

        Assert.Equal((0, ""), (exit, error));
    }

    [Theory]
    [InlineData("endpoint_url = http://127.0.0.1:9\nignore_configured_endpoint_urls = true", null)]
    [InlineData("endpoint_url = http://127.0.0.1:9", "true")]
    public async Task An_endpoint_that_is_to_be_ignored_is_ignored(string profile, string? ignore)
    {
        Dictionary<string, string> environment = ignore is null ? [] : new() { ["AWS_IGNORE_CONFIGURED_ENDPOINT_URLS"] = ignore };

        // AWS itself needs a Region, an endpoint on this machine none.
        Assert.Contains("--region", (await RespondAsync("one", Keys + profile, environment)).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Endpoints_for_single_services_are_refused_rather_than_passed_over()
    {
        var (exit, error) = await RespondAsync("one", Keys + """
            region = eu-central-1
            services = local

            [services local]
            dynamodb =
              endpoint_url = http://127.0.0.1:9
            """);

        Assert.Equal(2, exit);
        Assert.Contains("'services = local'", error, StringComparison.Ordinal);
        Assert.Contains("--endpoint-url", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_endpoint_of_the_environment_for_one_service_is_refused_and_nobody_is_asked()
    {
        using var emulator = LoopbackServer.Answering(new HttpReply(200, "<GetCallerIdentityResponse><GetCallerIdentityResult><Account>111122223333</Account><Arn>arn:aws:iam::111122223333:user/x</Arn></GetCallerIdentityResult></GetCallerIdentityResponse>"));
        var environment = new Dictionary<string, string> { ["AWS_ENDPOINT_URL_STS"] = emulator.Url };

        var (exit, error) = await RespondAsync("one", Keys + "region = eu-central-1", environment);

        Assert.Equal(2, exit);
        Assert.StartsWith("AWS_ENDPOINT_URL_STS is set: endpoints for single services are not used here", error, StringComparison.Ordinal);
        Assert.Contains("--endpoint-url", error, StringComparison.Ordinal);
        Assert.Empty(emulator.Requests);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("true")]
    public async Task One_endpoint_for_all_holds_for_every_service_whatever_else_is_configured(string? ignore)
    {
        await using var sandbox = await SandboxServer.StartAsync(new SandboxOptions { Region = Some.Region });
        Incidents.PublicBucket.Seed(sandbox.Account);
        var keys = SandboxKeys.For(sandbox.Account.Id).GetCredentials();
        using var other = LoopbackServer.Answering(new HttpReply(500, ""));
        var environment = new Dictionary<string, string> { ["AWS_ENDPOINT_URL_STS"] = other.Url, ["AWS_ENDPOINT_URL_S3_CONTROL"] = other.Url, ["AWS_ENDPOINT_URL_S3"] = other.Url };
        if (ignore is not null)
        {
            environment["AWS_IGNORE_CONFIGURED_ENDPOINT_URLS"] = ignore;
        }

        var (exit, error) = await RespondAsync("one", $"aws_access_key_id = {keys.AccessKey}\naws_secret_access_key = {keys.SecretKey}\n", environment, "--endpoint-url", sandbox.Url);

        Assert.Equal((0, ""), (exit, error));
        Assert.Empty(other.Requests);
    }

    public void Dispose() => _cli.Dispose();

    private static HttpReply Refusal => new(403, """
        <ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><Error><Type>Sender</Type><Code>AccessDenied</Code>
        <Message>User: arn:aws:iam::111122223333:user/me is not authorized to perform: sts:AssumeRole</Message></Error><RequestId>1</RequestId></ErrorResponse>
        """);

    private async Task<(int Exit, string Error)> RespondAsync(string profile, string settings, Dictionary<string, string>? environment = null, params string[] more)
    {
        _cli.Write(".aws/config", (profile == "default" ? "[default]\n" : $"[profile {profile}]\n") + settings);
        string[] arguments = ["respond", "--event", CommandLine.Sample("guardduty/public-bucket.json"), "--ledger", "memory", .. profile == "default" ? Array.Empty<string>() : ["--profile", profile], .. more];
        var (exit, _, error) = await CommandProcess.RunAsync(_cli.Folder, environment ?? [], arguments);
        return (exit, error);
    }
}
