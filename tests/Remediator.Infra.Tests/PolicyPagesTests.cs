using System.Text.Json.Nodes;

namespace Remediator.Infra.Tests;

public class PolicyPagesTests
{
    [Fact]
    public void Puts_everything_on_one_page_when_it_fits() => Assert.Single(PolicyPages.Of([Statement(10), Statement(20)]));

    [Fact]
    public void Splits_what_is_too_long_and_loses_nothing()
    {
        var pages = PolicyPages.Of([Statement(300), Statement(50), Statement(120)]);

        Assert.True(pages.Count > 1);
        Assert.All(pages, page => Assert.True(page.ToJsonString().Length <= PolicyPages.Limit));
        Assert.Equal(470, pages.SelectMany(p => p["Statement"]!.AsArray()).Sum(s => s!["Action"]!.AsArray().Count));
    }

    [Fact]
    public void Says_what_to_do_when_one_role_can_not_hold_it()
    {
        var fault = Assert.Throws<InvalidOperationException>(() => PolicyPages.Of([Statement(5000)]));

        Assert.Contains("Deploy the playbooks as two stacks", fault.Message, StringComparison.Ordinal);
    }

    private static JsonObject Statement(int actions) => new()
    {
        ["Effect"] = "Allow",
        ["Action"] = new JsonArray([.. Enumerable.Range(0, actions).Select(i => (JsonNode)$"ec2:AnActionWithQuiteALongName{i}")]),
        ["Resource"] = "*",
    };
}
