using System.Text.Json.Nodes;
using Remediator.Execution;
using Remediator.Infra.Tests.Support;

namespace Remediator.Infra.Tests;

public class ActionRoleTests
{
    [NodeFact]
    public void Grants_exactly_what_the_remediations_of_the_playbooks_declare() =>
        Assert.Equal(Declared(SomePlaybooks.All), Granted(Synthesized.Full));

    [NodeFact]
    public void Grants_with_one_playbook_only_what_that_one_needs()
    {
        Assert.Equal(Declared(SomePlaybooks.OnlyBucket), Granted(Synthesized.OnlyBucket));
        Assert.All(Granted(Synthesized.OnlyBucket), grant => Assert.StartsWith("s3:", grant.Action, StringComparison.Ordinal));
    }

    [NodeFact]
    public void Is_assumed_by_the_functions_that_contain_and_undo_and_by_nobody_else()
    {
        var role = Synthesized.Full.Of("AWS::IAM::Role").Single(r => (string?)r["RoleName"] == "RemediatorAction");
        var statements = role["AssumeRolePolicyDocument"]!["Statement"]!.AsArray();
        var trusted = statements.SelectMany(s => Intrinsic.Texts(s!["Principal"]!["AWS"])).Order(StringComparer.Ordinal);

        Assert.Equal(RolesOf("respond").Concat(RolesOf("due")).Order(StringComparer.Ordinal), trusted);
        Assert.All(statements, s => Assert.Equal("sts:AssumeRole", (string?)s!["Action"]));
    }

    [NodeFact]
    public void Is_the_only_role_that_any_function_may_assume_and_the_notify_function_may_assume_none()
    {
        var assuming = Synthesized.Full.Statements().Where(s => s.OwnerType == "AWS::IAM::Policy" && s.Actions.Contains("sts:AssumeRole")).ToArray();
        var role = Synthesized.Full.Of("AWS::IAM::Role").Single(r => (string?)r["RoleName"] == "RemediatorAction").Id;

        Assert.Equal(3, assuming.Length);
        Assert.All(assuming, s => Assert.Equal([$"<{role}>"], s.Targets));
    }

    [NodeFact]
    public void Is_protected_from_the_playbooks_like_every_role_and_function_of_the_stack() =>
        Assert.All(Synthesized.Full.Of("AWS::IAM::Role").Concat(Synthesized.Full.Of("AWS::Lambda::Function")), role =>
            Assert.Contains(role["Tags"]?.AsArray() ?? [], tag => (string?)tag!["Key"] == "remediator" && (string?)tag["Value"] == "protected"));

    [NodeFact]
    public void Can_change_neither_itself_nor_the_roles_of_the_functions_that_assume_it()
    {
        var denied = Assert.Single(Synthesized.Full.Statements(), s => !s.Allows && s.OwnerType == "AWS::IAM::Policy" && s.Actions.Contains("iam:PutRolePolicy"));
        var changes = Declared(SomePlaybooks.All).Select(g => g.Action).Where(a => a.StartsWith("iam:", StringComparison.Ordinal) && !a.StartsWith("iam:Get", StringComparison.Ordinal) && !a.StartsWith("iam:List", StringComparison.Ordinal));

        Assert.Equal(changes.Distinct().Order(StringComparer.Ordinal), denied.Actions.Order(StringComparer.Ordinal));
        Assert.Equal(
            RolesOf("respond").Concat(RolesOf("due")).Append("arn:<AWS::Partition>:iam::<AWS::AccountId>:role/RemediatorAction").Order(StringComparer.Ordinal),
            denied.Targets.Order(StringComparer.Ordinal));
        Assert.DoesNotContain(Synthesized.OnlyBucket.Statements(), s => !s.Allows && s.Actions.Any(a => a.StartsWith("iam:", StringComparison.Ordinal)));
    }

    [NodeFact]
    public void Takes_its_name_from_the_settings() =>
        Assert.Contains(Synthesized.Otherwise.Of("AWS::IAM::Role"), r => (string?)r["RoleName"] == "OtherRole");

    private static IEnumerable<string> RolesOf(string kind) =>
        Synthesized.Full.Of("AWS::Lambda::Function").Where(f => (string?)f["Environment"]!["Variables"]!["REMEDIATOR_FUNCTION"] == kind).Select(f => Intrinsic.Text(f["Role"]));

    private static HashSet<Grant> Granted(StackTemplate template) =>
        [.. template.Statements().Where(s => s.OwnerType == "AWS::IAM::ManagedPolicy").SelectMany(s => Grants(s.Json))];

    private static HashSet<Grant> Declared(DeployedPlaybooks playbooks) =>
        [.. JsonNode.Parse(PermissionPolicy.ForRole(playbooks.Remediations, "<AWS::Partition>", "<AWS::AccountId>"))!["Statement"]!.AsArray().SelectMany(s => Grants(s!.AsObject()))];

    private static IEnumerable<Grant> Grants(JsonObject statement) =>
        from action in Intrinsic.Texts(statement["Action"])
        from resource in Intrinsic.Texts(statement["Resource"])
        select new Grant((string)statement["Effect"]!, action, resource, Condition(statement["Condition"]));

    private static string Condition(JsonNode? condition) =>
        condition is not JsonObject operators ? "" : string.Join("; ", operators.SelectMany(o => o.Value!.AsObject().Select(k => $"{o.Key} {k.Key} {string.Join(",", Intrinsic.Texts(k.Value))}")));

    private sealed record Grant(string Effect, string Action, string Resource, string Condition);
}
