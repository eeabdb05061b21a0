"""stop-instance, snapshot-volumes, require-imdsv2, replace-instance-profile, close-exposed-port, block-remote-ip, block-remote-ip-at-waf, block-remote-ip-at-firewall, suspend-auto-scaling."""
from checks import contained_twice_then_released, equal, holds, ran

ATTACKER = "203.0.113.66/32"


def _answered(world, name, step, state, check, instance):
    contained_twice_then_released(
        world, world.events.instance(instance), state, "--playbooks", world.playbooks(name, "source: guardduty", step), check=check)


def _value(tags, key):
    return next((t["Value"] for t in tags or () if t["Key"] == key), None)


def stops_an_instance_and_starts_it_again(world):
    instance = world.account.instance(world.account.vpc())

    def state():
        return world.account.ec2.describe_instances(InstanceIds=[instance])["Reservations"][0]["Instances"][0]["State"]["Name"]

    _answered(world, "stop", "stop-instance", state, lambda after, line: equal(after, "stopped", "the state"), instance)


def stops_an_instance_of_a_scaling_group_out_of_it_first(world):
    network = world.account.vpc()
    instance = world.account.instance(network)
    world.account.put_into_scaling_group(instance, network, "web-stopped")

    def state():
        found, = world.account.autoscaling.describe_auto_scaling_instances(InstanceIds=[instance])["AutoScalingInstances"]
        return found["LifecycleState"], world.account.ec2.describe_instances(InstanceIds=[instance])["Reservations"][0]["Instances"][0]["State"]["Name"]

    _answered(world, "stop-member", "stop-instance", state, lambda after, line: equal(after, ("Standby", "stopped"), "the instance"), instance)


def takes_snapshots_of_all_volumes_once_and_a_release_keeps_them(world):
    instance = world.account.instance(world.account.vpc())
    playbooks = world.playbooks("snapshots", "source: guardduty", "snapshot-volumes")
    event = world.events.instance(instance)
    done = ran(world.remediator.respond(event, "--enforce", "--playbooks", playbooks), "Verified")
    taken = world.account.snapshots(done["execution"])
    equal(sorted(s["VolumeId"] for s in taken), world.account.volumes(instance), "the volumes of which there are snapshots")
    equal(world.remediator.respond(event, "--enforce", "--playbooks", playbooks).only["outcome"], "already-handled", "the second response")
    equal(world.remediator.release(done["execution"]).only["outcome"], "nothing-to-release", "the release")
    equal([s["SnapshotId"] for s in world.account.snapshots(done["execution"])], [s["SnapshotId"] for s in taken], "the snapshots after the release")


def asks_for_tokens_at_the_metadata_service(world):
    instance = world.account.instance(world.account.vpc())
    world.account.ec2.modify_instance_metadata_options(InstanceId=instance, HttpTokens="optional", HttpPutResponseHopLimit=3)

    def state():
        options = world.account.ec2.describe_instances(InstanceIds=[instance])["Reservations"][0]["Instances"][0]["MetadataOptions"]
        return options["HttpTokens"], options["HttpPutResponseHopLimit"]

    _answered(world, "tokens", "require-imdsv2: { hopLimit: 1 }", state, lambda after, line: equal(after, ("required", 1), "the options"), instance)


def replaces_an_instance_profile_and_puts_it_back(world):
    world.account.role("web-replaced", profile=True)
    world.account.role("nothing", profile=True)
    instance = world.account.instance(world.account.vpc(), role="web-replaced")

    def state():
        found = world.account.ec2.describe_iam_instance_profile_associations(Filters=[{"Name": "instance-id", "Values": [instance]}])
        return [a["IamInstanceProfile"]["Arn"].split("/")[-1] for a in found["IamInstanceProfileAssociations"] if a["State"] == "associated"]

    _answered(world, "profile", "replace-instance-profile: { with: nothing }", state, lambda after, line: equal(after, ["nothing"], "the profile"), instance)


def takes_an_instance_profile_away_and_gives_it_back(world):
    world.account.role("web-without", profile=True)
    instance = world.account.instance(world.account.vpc(), role="web-without")

    def state():
        found = world.account.ec2.describe_iam_instance_profile_associations(Filters=[{"Name": "instance-id", "Values": [instance]}])
        return [a["IamInstanceProfile"]["Arn"].split("/")[-1] for a in found["IamInstanceProfileAssociations"] if a["State"] == "associated"]

    _answered(world, "no-profile", "replace-instance-profile", state, lambda after, line: equal(after, [], "the profile"), instance)


def closes_a_port_in_a_range_and_opens_it_again(world):
    network = world.account.vpc()
    group = network[2][0]
    everybody = {"CidrIp": "0.0.0.0/0", "Description": "everybody"}
    world.account.ec2.authorize_security_group_ingress(GroupId=group, IpPermissions=[
        {"IpProtocol": "tcp", "FromPort": 20, "ToPort": 25, "IpRanges": [everybody]}, {"IpProtocol": "tcp", "FromPort": 443, "ToPort": 443, "IpRanges": [everybody]}])
    opened = world.account.ec2.describe_security_group_rules(Filters=[{"Name": "group-id", "Values": [group]}])["SecurityGroupRules"]
    world.account.ec2.create_tags(Resources=[r["SecurityGroupRuleId"] for r in opened if not r["IsEgress"]], Tags=[{"Key": "owner", "Value": "web"}])
    instance = world.account.instance(network)

    def state():
        rules = world.account.ec2.describe_security_group_rules(Filters=[{"Name": "group-id", "Values": [group]}])["SecurityGroupRules"]
        return sorted((r["FromPort"], r["ToPort"], r["CidrIpv4"], r.get("Description"), _value(r.get("Tags"), "owner")) for r in rules if not r["IsEgress"])

    def check(after, line):
        equal([r[:2] for r in after], [(20, 21), (23, 25), (443, 443)], "the ports that are open")
        holds(all(r[3:] == ("everybody", "web") for r in after), f"the descriptions and tags are kept: {after}")

    _answered(world, "port", "close-exposed-port: { ports: [ 22 ] }", state, check, instance)


def denies_the_remote_address_in_the_network_acl(world):
    network = world.account.vpc()
    instance = world.account.instance(network)

    def state():
        acls = world.account.ec2.describe_network_acls(Filters=[{"Name": "vpc-id", "Values": [network[0]]}])["NetworkAcls"]
        return sorted((e["Egress"], e["RuleNumber"], e["RuleAction"], e.get("CidrBlock")) for a in acls for e in a["Entries"])

    def check(after, line):
        equal([e for e in after if e[3] == ATTACKER], [(False, 1, "deny", ATTACKER), (True, 1, "deny", ATTACKER)], "the entries for the address")

    _answered(world, "acl", "block-remote-ip", state, check, instance)


def puts_the_remote_address_into_an_ip_set(world):
    instance = world.account.instance(world.account.vpc())
    made = world.account.wafv2.create_ip_set(Name="attackers", Scope="REGIONAL", IPAddressVersion="IPV4", Addresses=["198.51.100.1/32"])["Summary"]

    def state():
        return sorted(world.account.wafv2.get_ip_set(Name="attackers", Scope="REGIONAL", Id=made["Id"])["IPSet"]["Addresses"])

    _answered(world, "waf", "block-remote-ip-at-waf: { ipSet: attackers }", state, lambda after, line: equal(after, ["198.51.100.1/32", ATTACKER], "the set"), instance)


def suspends_launches_of_the_group_of_an_instance(world):
    network = world.account.vpc()
    instance = world.account.instance(network)
    world.account.put_into_scaling_group(instance, network, "web-suspended")
    world.account.autoscaling.suspend_processes(AutoScalingGroupName="web-suspended", ScalingProcesses=["AZRebalance"])

    def state():
        group = world.account.autoscaling.describe_auto_scaling_groups(AutoScalingGroupNames=["web-suspended"])["AutoScalingGroups"][0]
        return sorted(p["ProcessName"] for p in group["SuspendedProcesses"])

    _answered(world, "suspend", "suspend-auto-scaling", state, lambda after, line: equal(after, ["AZRebalance", "Launch"], "the suspended processes"), instance)


def puts_the_remote_address_into_a_prefix_list(world):
    instance = world.account.instance(world.account.vpc())
    made = world.account.ec2.create_managed_prefix_list(
        PrefixListName="attackers", MaxEntries=10, AddressFamily="IPv4", Entries=[{"Cidr": "198.51.100.1/32", "Description": "mine"}])["PrefixList"]

    def state():
        entries = world.account.ec2.get_managed_prefix_list_entries(PrefixListId=made["PrefixListId"])["Entries"]
        return sorted(e["Cidr"] for e in entries)

    _answered(
        world, "firewall", "block-remote-ip-at-firewall: { prefixList: attackers }", state,
        lambda after, line: equal(after, ["198.51.100.1/32", ATTACKER], "the list"), instance)
