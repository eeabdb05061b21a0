"""moto's permission check, with exactly the policy that the command prints: enough, and nothing more than is used."""
import json

import instances
from account import Account
from checks import equal, holds, ran, released
from command import ACCOUNT, Remediator

# Granted, and not called here: action -> reason. All are called; one that moto lacks would be named here.
UNUSED_ON_MOTO = {}

# moto looks for public_access_block where S3's requests say publicAccessBlock, and for object-lock not at all, and so asks for the permission of the
# bucket itself.
ASKED_BY_MOTO = {
    "s3:GetBucketPublicAccessBlock": ["s3:ListBucket"],
    "s3:PutBucketPublicAccessBlock": ["s3:CreateBucket", "s3:DeleteBucket"],
    "s3:GetBucketObjectLockConfiguration": ["s3:ListBucket"],
}


def _for_moto(policy):
    """The same actions. moto holds every resource but S3's to be "*", and every condition to be unmet."""
    return {"Version": policy["Version"], "Statement": [_statement_for_moto(s) for s in policy["Statement"]]}


def _statement_for_moto(statement):
    actions = _actions(statement)
    return {
        "Effect": statement["Effect"],
        "Action": [name for a in actions for name in ASKED_BY_MOTO.get(a, [a])],
        "Resource": statement["Resource"] if all(a.startswith("s3:") for a in actions) else "*",
    }


def _actions(statement):
    return [statement["Action"]] if isinstance(statement["Action"], str) else statement["Action"]


class Operator:
    """An administrator for boto3, and a command that may do nothing but assume the action role."""

    def __init__(self, world, remediation, trigger, options, without=None):
        self.world, self.role = world, f"Action-{remediation}-{world.folder.name}"
        self.playbooks = world.playbooks("flagship", trigger, f"{remediation}: {options}" if options else remediation)
        printed = world.remediator.run("policy", "--playbooks", self.playbooks, "--account", ACCOUNT)
        equal(printed.code, 0, f"the policy: {printed}")
        self.policy = json.loads(printed.out)
        self.granted = {a for s in self.policy["Statement"] for a in _actions(s)}
        equal([s["Effect"] for s in self.policy["Statement"] if s["Effect"] != "Allow" or "*" in str(s["Action"])], [], "statements that allow by wildcard")
        for statement in self.policy["Statement"]:
            statement["Action"] = [a for a in _actions(statement) if a != without]
        world.account.role(self.role, json.dumps(_for_moto(self.policy)))
        allow = '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"%s","Resource":"*"}]}'
        self.account = Account(world.moto, ACCOUNT, self._user("admin", allow % "*"))
        self.remediator = Remediator(world.proxy, world.folder, self._user("operator", allow % "sts:AssumeRole"))
        world.moto.check_permissions(True)
        world.proxy.take()

    def respond(self, event, state="Verified", code=0):
        return ran(self.remediator.respond(event, "--enforce", "--playbooks", self.playbooks, "--role", self.role), state, code)

    def release(self, execution):
        released(self.remediator.release(execution, "--role", self.role))

    def used_what_was_granted(self):
        calls = self.world.proxy.take()
        equal([c for c in calls if c.is_denied], [], "calls that were denied")
        used = {a for c in calls for a in c.actions if not a.startswith("sts:")}
        equal(sorted(used - self.granted), [], "actions called that are not granted")
        equal(sorted(self.granted - used - UNUSED_ON_MOTO.keys()), [], "actions granted that are not called")
        equal(sorted(used & UNUSED_ON_MOTO.keys()), [], "actions called that are listed as unused")

    def _user(self, name, policy):
        iam, name = self.world.account.iam, f"{name}-{self.world.folder.name}"
        iam.create_user(UserName=name)
        iam.put_user_policy(UserName=name, PolicyName="own", PolicyDocument=policy)
        key = iam.create_access_key(UserName=name)["AccessKey"]
        return key["AccessKeyId"], key["SecretAccessKey"], None


def isolate_instance_needs_what_is_granted_and_no_more(world):
    network = world.account.vpc()
    first, second = world.account.instance(network), world.account.instance(network)
    world.account.give_elastic_ip(first)
    world.account.put_behind_load_balancer(first, network, "web-permissions")
    world.account.put_into_scaling_group(first, network, "permissions")
    operator = Operator(world, "isolate-instance", "source: guardduty", "{ flows: cut }")
    before = operator.account.instance_state(first)
    execution = operator.respond(world.events.instance(first))["execution"]
    # A second instance finds the group with a rule that somebody added.
    quarantine = instances._quarantine(_world_as(world, operator), network)
    operator.account.ec2.authorize_security_group_ingress(GroupId=quarantine, IpProtocol="tcp", FromPort=22, ToPort=22, CidrIp="0.0.0.0/0")
    operator.respond(world.events.instance(second))
    operator.release(execution)
    equal(operator.account.instance_state(first), before, "the state after the release")
    operator.used_what_was_granted()


def disable_access_keys_needs_what_is_granted_and_no_more(world):
    used, other = world.account.user("permissions")
    operator = Operator(world, "disable-access-keys", "source: guardduty", "{ keys: all }")
    before = operator.account.user_state("permissions")
    execution = operator.respond(world.events.access_key("permissions", used))["execution"]
    equal(operator.account.user_state("permissions")["keys"], {used: "Inactive", other: "Inactive"}, "the keys")
    operator.release(execution)
    # Where the finding does not name the user, the key does.
    operator.release(operator.respond(world.events.access_key_alone(used))["execution"])
    equal(operator.account.user_state("permissions"), before, "the state after the release")
    operator.used_what_was_granted()


def block_public_bucket_needs_what_is_granted_and_no_more(world):
    bucket = world.account.bucket("permissions-bucket")
    operator = Operator(world, "block-public-bucket", "source: guardduty", None)
    before = operator.account.bucket_state(bucket)
    execution = operator.respond(world.events.bucket(bucket))["execution"]
    holds(all(operator.account.bucket_state(bucket)["block"].values()), "four flags on")
    operator.release(execution)
    equal(operator.account.bucket_state(bucket), before, "the state after the release")
    operator.used_what_was_granted()


def the_check_bites_when_one_action_is_taken_away(world):
    used, _ = world.account.user("denied")
    operator = Operator(world, "disable-access-keys", "source: guardduty", "{ keys: all }", without="iam:UpdateAccessKey")
    operator.respond(world.events.access_key("denied", used), "Failed", code=1)
    holds(any(c.is_denied and c.action == "iam:UpdateAccessKey" for c in world.proxy.take()), "the call without permission was denied")


def _world_as(world, operator):
    """The same world, read by the administrator: moto's check is on."""
    world.account = operator.account
    return world
