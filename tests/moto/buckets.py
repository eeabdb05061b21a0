"""Buckets and accounts closed to the public, and what was there before put back."""
import hashlib
import json
import urllib.error
import urllib.request
from xml.etree import ElementTree

from botocore.exceptions import ClientError

from account import Account
from checks import contained_twice_then_released, equal, holds, ran, released

ALL_ON = dict.fromkeys(("BlockPublicAcls", "IgnorePublicAcls", "BlockPublicPolicy", "RestrictPublicBuckets"), True)
PARTIAL = ALL_ON | {"BlockPublicPolicy": False, "RestrictPublicBuckets": False}


def _is_closed(policy):
    def check(state, line):
        equal(state, {"block": ALL_ON, "policy": policy}, "the bucket: four flags on, policy untouched")
    return check


def closes_a_bucket_without_a_block_and_takes_the_block_away_again(world):
    bucket = world.account.bucket("exports-1")
    before = world.account.bucket_state(bucket)
    equal(before["block"], "NoSuchPublicAccessBlockConfiguration", "the bucket before")
    contained_twice_then_released(
        world, world.events.bucket(bucket), lambda: world.account.bucket_state(bucket), check=_is_closed(before["policy"]))


def closes_a_bucket_with_a_partial_block_and_puts_that_back(world):
    bucket = world.account.bucket("exports-2", PARTIAL)
    before = world.account.bucket_state(bucket)
    equal(before["block"], PARTIAL, "the bucket before")
    contained_twice_then_released(
        world, world.events.bucket(bucket), lambda: world.account.bucket_state(bucket), check=_is_closed(before["policy"]))


def closes_a_bucket_that_a_config_rule_found(world):
    bucket = world.account.bucket("exports-3")
    before = world.account.bucket_state(bucket)
    contained_twice_then_released(
        world, world.events.bucket_rule(bucket), lambda: world.account.bucket_state(bucket), check=_is_closed(before["policy"]))


def stops_a_release_when_somebody_else_changed_the_block_since(world):
    bucket = world.account.bucket("exports-4")
    execution = ran(world.remediator.respond(world.events.bucket(bucket), "--enforce"), "Verified")["execution"]
    world.account.s3.put_public_access_block(Bucket=bucket, PublicAccessBlockConfiguration=PARTIAL)
    stopped = world.remediator.release(execution)
    equal((stopped.only["outcome"], stopped.code), ("drifted", 1), f"the release: {stopped}")
    equal(world.account.bucket_state(bucket)["block"], PARTIAL, "what somebody else wrote")
    released(world.remediator.release(execution, "--force"))
    equal(world.account.bucket_state(bucket)["block"], "NoSuchPublicAccessBlockConfiguration", "the bucket after --force")


def does_not_touch_a_bucket_that_is_gone(world):
    outcome = world.remediator.respond(world.events.bucket("never-made"), "--enforce")
    equal([s["outcome"] for s in outcome.only["steps"]], ["not-applicable"], f"the steps: {outcome}")


def closes_a_bucket_of_another_account_through_its_action_role(world):
    other = Account.other(world.moto, "222233334444")
    own = world.account.bucket("exports-own")
    bucket = other.bucket("exports-other")
    # moto finds the role in the account of the ARN; the home account has none of that name.
    other.role("RemediatorAction")
    before, own_before = other.bucket_state(bucket), world.account.bucket_state(own)
    contained_twice_then_released(
        world, world.events.bucket(bucket, account="222233334444"), lambda: other.bucket_state(bucket), "--role", "RemediatorAction",
        check=_is_closed(before["policy"]))
    equal(world.account.bucket_state(own), own_before, "the bucket of the home account")


def removes_the_statement_that_lets_everybody_in_and_keeps_the_rest(world):
    bucket = world.account.bucket("exports-5")
    policy = world.account.bucket_state(bucket)["policy"]
    partner = {"Sid": "Partner", "Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::444455556666:root"}, "Action": "s3:GetObject", "Resource": f"arn:aws:s3:::{bucket}/*"}
    policy["Statement"].append(partner)
    world.account.s3.put_bucket_policy(Bucket=bucket, Policy=json.dumps(policy))
    playbooks = world.playbooks("remove-public-statements", "source: guardduty", "remove-public-statements")

    def check(state, line):
        equal(state["policy"]["Statement"], [partner], "the policy")

    contained_twice_then_released(
        world, world.events.bucket(bucket), lambda: world.account.bucket_state(bucket), "--playbooks", playbooks, check=check)


def takes_the_whole_policy_of_a_bucket_away_where_it_lets_in_everybody_alone(world):
    bucket = world.account.bucket("exports-7")

    def policy():
        try:
            return json.loads(world.account.s3.get_bucket_policy(Bucket=bucket)["Policy"])
        except ClientError as e:
            return e.response["Error"]["Code"]

    contained_twice_then_released(
        world, world.events.bucket(bucket), policy, "--playbooks", world.playbooks("remove-public-statements", "source: guardduty", "remove-public-statements"),
        check=lambda state, line: equal(state, "NoSuchBucketPolicy", "the policy"))


def closes_the_whole_account_of_a_bucket_and_opens_it_again(world):
    bucket = world.account.bucket("exports-6")
    playbooks = world.playbooks("block-public-account", "source: guardduty", "block-public-account")

    def state():
        # boto3 puts the account in front of the host, and an address has no subdomains.
        request = urllib.request.Request(f"{world.moto.url}/v20180820/configuration/publicAccessBlock", headers={
            "x-amz-account-id": world.account.id, "Authorization": "AWS4-HMAC-SHA256 Credential=test/20260101/eu-west-1/s3/aws4_request"})
        try:
            with urllib.request.urlopen(request, timeout=10) as answer:
                return {e.tag.split("}")[-1]: e.text.lower() == "true" for e in ElementTree.fromstring(answer.read())}
        except urllib.error.HTTPError as e:
            return e.code

    contained_twice_then_released(
        world, world.events.bucket(bucket), state, "--playbooks", playbooks, check=lambda state, line: equal(state, ALL_ON, "the account"))


def _evidence(world, bucket, event, state="Verified", code=0):
    """The files that a locked bucket has of it."""
    s3 = world.account.s3
    s3.create_bucket(Bucket=bucket, CreateBucketConfiguration={"LocationConstraint": "eu-west-1"}, ObjectLockEnabledForBucket=True)
    s3.put_object_lock_configuration(Bucket=bucket, ObjectLockConfiguration={
        "ObjectLockEnabled": "Enabled", "Rule": {"DefaultRetention": {"Mode": "COMPLIANCE", "Days": 30}}})
    playbooks = world.playbooks("collect-evidence", "source: guardduty", f"collect-evidence: {{ bucket: {bucket} }}")
    ran(world.remediator.respond(event, "--enforce", "--playbooks", playbooks), state, code)
    return {o["Key"].split("/")[-1]: s3.get_object(Bucket=bucket, Key=o["Key"])["Body"].read() for o in s3.list_objects_v2(Bucket=bucket).get("Contents", ())}


def keeps_evidence_of_an_instance_in_a_locked_bucket(world):
    """moto has neither screenshots nor CloudTrail's event history: both are best effort."""
    instance = world.account.instance(world.account.vpc())
    files = _evidence(world, "remediator-evidence-7", world.events.instance(instance))
    equal(sorted(files), ["console-output.txt", "instance.json", "manifest.json"], "the files")
    equal(json.loads(files["instance.json"])["instanceId"], instance, "the instance that is described")
    hashes = {f["file"]: f.get("sha256") for f in json.loads(files["manifest.json"])["files"]}
    equal(hashes, {
        "instance.json": hashlib.sha256(files["instance.json"]).hexdigest(), "console-output.txt": hashlib.sha256(files["console-output.txt"]).hexdigest(),
        "screenshot.jpg": None, "api-calls.json": None}, "the hashes in the manifest")


def quarantines_an_object_by_a_tag_and_takes_the_tag_off_again(world):
    _quarantined(world, "uploads-eu", {"team": "shop"}, versioned=True)


def quarantines_a_version_without_tags_and_leaves_none(world):
    _quarantined(world, "uploads-untagged", {}, versioned=True)


def quarantines_an_object_without_versions(world):
    _quarantined(world, "uploads-plain", {"team": "shop"}, versioned=False)


def quarantines_an_object_without_versions_and_tags(world):
    _quarantined(world, "uploads-bare", {}, versioned=False)


def keeps_of_a_task_what_it_was(world):
    instance = world.account.instance(world.account.vpc())
    task = world.account.task("evidence", instance=instance)
    files = _evidence(world, "remediator-evidence-8", world.events.task(task))
    kept = json.loads(files["task.json"])
    equal((kept["taskArn"], kept["containerInstance"]["instanceId"], kept["definition"]["containers"][0]["image"]), (task, instance, "evidence:7"), "the task that is described")
    holds("hunter2" not in str(files), "no values of environment variables")


def keeps_the_calls_of_a_user_and_of_a_session(world):
    """Of an event history in place of the one that moto lacks (lacks.py)."""
    world.proxy.answers["LookupEvents"] = lambda request: {"Events": [{"EventId": "1", "CloudTrailEvent": json.dumps({"asked": request["LookupAttributes"]})}]}
    used, _ = world.account.user("hana")
    role_id = world.account.role("hana")
    of_user = _evidence(world, "remediator-evidence-9", world.events.access_key("hana", used))
    of_session = _evidence(world, "remediator-evidence-10", world.events.role_session("hana", role_id, "somebody"))
    for files, attribute, value in ((of_user, "AccessKeyId", used), (of_session, "Username", "somebody")):
        equal(sorted(files), ["api-calls.json", "iam-api-calls.json", "manifest.json"], "the files")
        equal(json.loads(files["api-calls.json"])["events"], [{"asked": [{"AttributeKey": attribute, "AttributeValue": value}]}], "the calls")
        equal([f["sha256"] for f in json.loads(files["manifest.json"])["files"]],
              [hashlib.sha256(files[n]).hexdigest() for n in ("api-calls.json", "iam-api-calls.json")], "the hashes in the manifest")


def _quarantined(world, bucket, before, versioned):
    """moto takes a deny on a condition for one without, and so gives nobody the object's tags (lacks.py): here they are read without the policy."""
    s3, key = world.account.s3, "in/a-b.csv"
    s3.create_bucket(Bucket=bucket, CreateBucketConfiguration={"LocationConstraint": "eu-west-1"})
    if versioned:
        s3.put_bucket_versioning(Bucket=bucket, VersioningConfiguration={"Status": "Enabled"})
    put = s3.put_object(Bucket=bucket, Key=key, Body=b"", Tagging="&".join(f"{k}={v}" for k, v in before.items()))
    version = {"VersionId": put["VersionId"]} if versioned else {}

    def policy():
        try:
            return s3.get_bucket_policy(Bucket=bucket)["Policy"]
        except ClientError:
            return None

    def tags():
        kept = policy()
        if kept:
            s3.delete_bucket_policy(Bucket=bucket)
        found = s3.get_object_tagging(Bucket=bucket, Key=key, **version)["TagSet"]
        if kept:
            s3.put_bucket_policy(Bucket=bucket, Policy=kept)
        return {t["Key"]: t["Value"] for t in found}

    def answer(_):
        return "<Tagging><TagSet>" + "".join(f"<Tag><Key>{k}</Key><Value>{v}</Value></Tag>" for k, v in tags().items()) + "</TagSet></Tagging>"

    # Before there is a policy, moto itself answers.
    world.proxy.answers["GetObjectTagging"] = lambda path: answer(path) if policy() else None
    playbooks = world.playbooks("quarantine-object", "source: macie", "quarantine-object")
    event = world.events.sample("macie/sensitive-object.json", {"in/a b.csv": key, "uploads-eu": bucket, '"v1"': f'"{version["VersionId"]}"' if versioned else '""'})
    done = ran(world.remediator.respond(event, "--enforce", "--playbooks", playbooks), "Verified")
    equal(tags(), {**before, "remediator:quarantine": "true"}, "the tags of the object")
    statement, = json.loads(policy())["Statement"]
    equal((statement["Effect"], statement["Principal"], statement["Condition"]),
          ("Deny", "*", {"StringEquals": {"s3:ExistingObjectTag/remediator:quarantine": "true"}}), "the statement")

    released(world.remediator.release(done["execution"]))
    equal(tags(), before, "the tags after the release")
    equal(policy(), None, "the policy after the release")
