"""isolate-instance, snapshot-volumes and tag-resource."""
from checks import contained_twice_then_released, equal, holds, no_changes, ran, released

ISOLATE = ("isolate", "source: guardduty", "isolate-instance: { flows: cut }")


def _quarantine(world, network):
    groups = world.account.quarantine_groups(network)
    equal(len(groups), 1, "quarantine groups of the VPC")
    equal((groups[0]["IpPermissions"], groups[0]["IpPermissionsEgress"]), ([], []), "the rules of the quarantine group")
    return groups[0]["GroupId"]


def puts_both_interfaces_into_the_quarantine_group_and_each_back_into_its_own(world):
    network = world.account.vpc()
    instance = world.account.instance(network)
    world.account.give_elastic_ip(instance)
    world.account.put_behind_load_balancer(instance, network, "web-1")
    world.account.ec2.modify_instance_attribute(InstanceId=instance, Attribute="instanceInitiatedShutdownBehavior", Value="terminate")
    world.account.ec2.modify_instance_attribute(
        InstanceId=instance, BlockDeviceMappings=[{"DeviceName": "/dev/sdh", "Ebs": {"DeleteOnTermination": True}}])
    before = world.account.instance_state(instance)
    equal((before["shutdown"], before["deleted with it"]["/dev/sdh"]), ("terminate", True), "what becomes of it")
    first, second = before["groups"].values()
    equal((len(before["addresses"]), len(before["targets"])), (1, 1), "an Elastic IP and a target group")
    equal((sorted(first + second), len(first), len(second)), (sorted(network[2]), 2, 2), "two different groups on each of two interfaces")

    def check(state, line):
        quarantine = _quarantine(world, network)
        equal(state["groups"], dict.fromkeys(before["groups"], [quarantine]), "the groups: nothing but the quarantine group")
        equal((state["addresses"], state["targets"], state["termination protection"]), ([], [], True), "address, load balancer, protection")
        equal((state["shutdown"], set(state["deleted with it"].values())), ("stop", {False}), "what a shutdown and a termination leave")
        equal(state["tags"], before["tags"], "the tags")

    contained_twice_then_released(
        world, world.events.instance(instance), lambda: world.account.instance_state(instance), "--playbooks", world.playbooks(*ISOLATE), check=check)


def takes_a_member_of_a_scaling_group_to_standby_and_back(world):
    network = world.account.vpc()
    instance = world.account.instance(network)
    world.account.put_into_scaling_group(instance, network, "web-scaling")

    def check(state, line):
        equal(state["scaling"], [("web-scaling", "Standby")], "the scaling group")
        equal(state["groups"], dict.fromkeys(state["groups"], [_quarantine(world, network)]), "the groups")

    contained_twice_then_released(
        world, world.events.instance(instance), lambda: world.account.instance_state(instance), "--playbooks", world.playbooks(*ISOLATE), check=check)


def says_that_it_failed_where_the_old_groups_are_still_listed(world):
    """moto goes on listing groups that were given to the instance as a whole; that is not contained, and must not be called so."""
    network = world.account.vpc()
    instance = world.account.instance(network, groups_of_instance=True)
    playbooks = world.playbooks(*ISOLATE)
    before = world.account.instance_state(instance)
    event = world.events.instance(instance)

    failed = ran(world.remediator.respond(event, "--enforce", "--playbooks", playbooks), "Failed", code=1)
    after = world.account.instance_state(instance)
    quarantine = _quarantine(world, network)
    for interface, groups in after["groups"].items():
        equal(groups, sorted({quarantine, *network[2][:2]}), f"the groups of {interface}: the quarantine group, and what moto leaves")
    unverified = [c for c in failed["changes"] if c["status"] == "Failed" and c["attribute"] != "ConnectionTrackingTimeout"]  # best effort, and moto has none
    equal(sorted(c["target"]["id"] for c in unverified), sorted(before["groups"]), "the changes that failed: both interfaces, nothing else")
    for change in unverified:
        equal(sorted(change["readBack"]), after["groups"][change["target"]["id"]], "what was read back is what boto3 reads")

    again = world.remediator.respond(event, "--enforce", "--playbooks", playbooks)
    equal((again.only["state"], again.code), ("Failed", 1), f"the second response: {again}")
    equal(world.account.instance_state(instance), after, "the state after a second respond")
    equal(len(world.account.quarantine_groups(network)), 1, "quarantine groups after a second respond")

    released(world.remediator.release(failed["execution"]))
    equal(world.account.instance_state(instance), before, "the state after the release")


def answers_with_the_whole_shipped_playbook(world):
    network = world.account.vpc()
    world.account.role("web-server", profile=True)
    instance = world.account.instance(network, role="web-server")

    def state():
        return {**world.account.instance_state(instance), "role": world.account.role_state("web-server")}

    def check(after, line):
        equal(after["groups"], dict.fromkeys(after["groups"], [_quarantine(world, network)]), "the groups")
        holds(instance in str(after["role"]), f"a deny for the session of the instance: {after['role']}")
        snapshots = world.account.snapshots(line["execution"])
        equal(sorted(s["VolumeId"] for s in snapshots), world.account.volumes(instance), "a snapshot of every volume")

    contained = contained_twice_then_released(world, world.events.tor_client(instance), state, check=check)
    equal(len(world.account.snapshots(contained["execution"])), len(world.account.volumes(instance)), "the evidence is kept, once")
    equal([s["remediation"] for s in contained["steps"]], ["isolate-instance", "cut-role-sessions", "snapshot-volumes"], "the steps")


def makes_one_quarantine_group_for_all_instances_of_a_vpc(world):
    network = world.account.vpc()
    playbooks = world.playbooks(*ISOLATE)
    first, second = world.account.instance(network), world.account.instance(network)
    ran(world.remediator.respond(world.events.instance(first), "--enforce", "--playbooks", playbooks), "Verified")
    quarantine = _quarantine(world, network)
    # Whatever somebody allowed in the meantime goes.
    world.account.ec2.authorize_security_group_ingress(GroupId=quarantine, IpProtocol="tcp", FromPort=22, ToPort=22, CidrIp="0.0.0.0/0")
    ran(world.remediator.respond(world.events.instance(second), "--enforce", "--playbooks", playbooks), "Verified")
    equal(_quarantine(world, network), quarantine, "the quarantine group")
    equal(set(map(tuple, world.account.groups(second).values())), {(quarantine,)}, "the groups of the second instance")


def tags_a_vulnerable_instance_and_takes_the_tag_away_again(world):
    instance = world.account.instance(world.account.vpc())

    def check(state, line):
        equal(state["tags"], [("Name", "web-1"), ("remediator:vulnerable", "true")], "the tags")

    contained_twice_then_released(
        world, world.events.vulnerable_instance(instance), lambda: world.account.instance_state(instance), check=check)


def never_touches_a_protected_instance(world):
    instance = world.account.instance(world.account.vpc())
    world.account.ec2.create_tags(Resources=[instance], Tags=[{"Key": "remediator", "Value": "protected"}])
    before = world.account.instance_state(instance)
    world.proxy.take()
    outcome = world.remediator.respond(world.events.instance(instance), "--enforce")
    equal({line["state"] for line in outcome.lines}, {"Refused"}, f"the response: {outcome}")
    no_changes(world.proxy.take())
    equal(world.account.instance_state(instance), before, "the instance")
