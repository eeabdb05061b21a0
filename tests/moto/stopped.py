"""Remediations that stop at what moto lacks (lacks.py): they say so. What they read before is moto's."""
from checks import equal, holds, no_changes, ran

KUBERNETES = "the Kubernetes API of the cluster shop answered 404"


def _stops(world, event, step, at, *arguments):
    """With --enforce."""
    name = step.split(":")[0]
    playbooks = world.playbooks(name, "source: guardduty", step)
    stopped = world.remediator.respond(event, "--enforce", "--playbooks", playbooks, *arguments).only
    equal({s["outcome"] for s in stopped["steps"]}, {"unknown"}, f"the steps: {stopped}")
    holds(any(c.is_unknown and c.action == at for c in world.proxy.calls) if ":" in at else at in str(stopped["steps"]), f"it stopped at {at}: {stopped['steps']}")
    no_changes(world.proxy.take())


def a_domain_is_not_blocked_where_the_lists_are_not_known(world):
    event = world.events.sample("guardduty/c2-dns-query.json", {"i-0a1b2c3d4e5f60718": world.account.instance(world.account.vpc())})
    _stops(world, event, "block-domain: { list: attackers }", "route53resolver:ListFirewallDomainLists")


def an_address_is_not_blocked_where_the_rule_group_is_not_known(world):
    event = world.events.instance(world.account.instance(world.account.vpc()))
    _stops(world, event, "block-remote-ip-at-rule-group: { ruleGroup: attackers }", "network-firewall:DescribeRuleGroup")


def an_access_entry_is_not_deleted_where_the_entries_are_not_known(world):
    world.account.cluster()
    world.account.role("deploy")
    event = world.events.sample("guardduty/kubernetes-malicious-caller.json", {})
    _stops(world, event, "revoke-access-entry", "eks:ListAccessEntries")


def an_access_entry_that_can_not_be_deleted_is_not_said_to_be(world):
    """The entries in place of those that moto lacks; the role and the user behind them are moto's."""
    world.account.cluster()
    world.account.role("entered")
    world.account.iam.create_user(UserName="entered")
    for kind, sample_user in (("role", '"userType": "AssumedRole"'), ("user", '"userType": "IAMUser"')):
        arn = f"arn:aws:iam::{world.account.id}:{kind}/entered"
        entry = {"clusterName": "shop", "principalArn": arn, "type": "STANDARD", "kubernetesGroups": [], "username": "entered", "tags": {}}
        world.proxy.answers |= {
            "ListAccessEntries": lambda _: {"accessEntries": [arn]},
            "DescribeAccessEntry": lambda _: {"accessEntry": entry},
            "ListAssociatedAccessPolicies": lambda _: {"associatedAccessPolicies": []}}
        names = {'"userName": "deploy"': '"userName": "entered"', '"userType": "AssumedRole"': sample_user}
        names["AROA3XFRBF535EXAMPLE:ci"] = world.account.user_id("entered") if kind == "user" else world.account.role_id("entered") + ":ci"
        playbooks = world.playbooks("entry", "{ source: guardduty, resource: [ AWS::EKS::Cluster ] }", "revoke-access-entry: { lastAdministrator: true }")
        failed = ran(world.remediator.respond(world.events.sample("guardduty/kubernetes-malicious-caller.json", names), "--enforce", "--playbooks", playbooks), "Failed", 1)
        equal([c["status"] for c in failed["changes"]], ["Failed"], f"the changes: {failed}")
        holds(any(c.is_unknown and c.action == "eks:DeleteAccessEntry" for c in world.proxy.take()), "moto was asked to delete it")


def credentials_of_a_root_user_are_not_deleted_where_the_organization_is_not_known(world):
    event = world.events.sample("guardduty/root-credentials.json", {}, "444455556666")
    world.account.role("RemediatorAction")
    _stops(world, event, "delete-root-credentials: {}\n    irreversible: allow", "iam:ListOrganizationsFeatures", "--role", "RemediatorAction")


def a_pod_is_not_isolated_where_the_cluster_has_no_kubernetes_api(world):
    world.account.cluster()
    _stops(world, world.events.sample("guardduty/kubernetes-mining-pod.json", {}), "isolate-pod", KUBERNETES)


def a_node_is_not_cordoned_where_the_cluster_has_no_kubernetes_api(world):
    world.account.cluster()
    _stops(world, world.events.sample("guardduty/kubernetes-mining-pod.json", {}), "cordon-node", KUBERNETES)


def bindings_are_not_removed_where_the_cluster_has_no_kubernetes_api(world):
    world.account.cluster()
    _stops(world, world.events.cluster(), "remove-anonymous-bindings", KUBERNETES)


def what_a_user_left_behind_is_not_known_without_the_event_history(world):
    used, _ = world.account.user("gina")
    _stops(world, world.events.access_key_alone(used, world.account.user_id("gina")), "find-persistence", "cloudtrail:LookupEvents")
