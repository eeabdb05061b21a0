using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Remediator.FaultMatrix.Trials;

namespace Remediator.Tests.Faults;

/// <summary>What two runs may differ in, and what they may not.</summary>
public sealed class CanonicalTests
{
    [Fact]
    public void Times_in_files_and_the_hashes_of_such_files_are_no_difference() =>
        Assert.Equal(Evidence("""{"from":"2026-09-13T02:00:00Z","user":"alice"}"""), Evidence("""{"from":"2026-09-13T03:00:00Z","user":"alice"}"""));

    [Fact]
    public void What_a_file_says_is_a_difference() =>
        Assert.NotEqual(Evidence("""{"from":"2026-09-13T02:00:00Z","user":"alice"}"""), Evidence("""{"from":"2026-09-13T02:00:00Z","user":"bob"}"""));

    [Fact]
    public void A_manifest_that_names_another_file_than_there_is_shows() =>
        Assert.NotEqual(Evidence("""{"user":"alice"}"""), Evidence("""{"user":"alice"}""", hashOf: """{"user":"bob"}"""));

    [Fact]
    public void Ids_of_the_start_are_compared_and_new_ones_are_not()
    {
        const string Start = """{"a":"sg-0a1b2c3d4e5f60718"}""";

        Assert.Equal(Canonical.Of("""{"a":"sg-0a1b2c3d4e5f60719"}""", Start), Canonical.Of("""{"a":"sg-0a1b2c3d4e5f60720"}""", Start));
        Assert.NotEqual(Canonical.Of(Start, Start), Canonical.Of("""{"a":"sg-0a1b2c3d4e5f60719"}""", Start));
    }

    private static string Evidence(string file, string? hashOf = null)
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(hashOf ?? file)));
        return Canonical.Of(new JsonObject { ["calls.json"] = Base64(file), ["manifest.json"] = Base64($$"""{"sha256":"{{hash}}"}""") }.ToJsonString(), "{}");
    }

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));
}
