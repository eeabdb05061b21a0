"""The audit entries that an outage kept from the archive: from the table into the locked bucket, each once."""
import base64
import gzip
import json
import pathlib

from account import Account
from checks import equal, holds, ran, released
from command import ACCOUNT, REPOSITORY, Remediator
from permissions import _actions, _for_moto

TABLE = "archived"


def _bucket(world, name):
    """As the stack makes it."""
    world.account.s3.create_bucket(Bucket=name, CreateBucketConfiguration={"LocationConstraint": "eu-west-1"}, ObjectLockEnabledForBucket=True)
    world.account.s3.put_object_lock_configuration(Bucket=name, ObjectLockConfiguration={
        "ObjectLockEnabled": "Enabled", "Rule": {"DefaultRetention": {"Mode": "GOVERNANCE", "Days": 400}}})
    return name


def _respond(world, user, table, *arguments):
    """A real response and its release; nothing exports what they leave in the table."""
    used, _ = world.account.user(user)
    ledger = "--ledger", f"dynamodb:{table}"
    done = ran(world.remediator.respond(world.events.access_key(user, used), "--enforce", *arguments, *ledger), "Verified")
    released(world.remediator.release(done["execution"], *ledger))
    return done["execution"]


def _expected(account, table):
    """Key and bytes of every audit entry, from the items as boto3 reads them."""
    objects = {}
    for item in account.dynamodb.scan(TableName=table)["Items"]:
        if item["sk"]["S"].startswith("audit#"):
            body = item["body"]
            text = body["S"].encode() if "S" in body else gzip.decompress(body["B"])
            entry = json.loads(text)
            day = entry["at"][:10].replace("-", "/")
            objects[f"audit/{entry['record']['finding']['account']}/{day}/{entry['executionId']}/{entry['version']:012}.json"] = text
    return objects


def _kept(account, bucket):
    return {o["Key"]: account.s3.get_object(Bucket=bucket, Key=o["Key"])["Body"].read() for o in account.s3.list_objects_v2(Bucket=bucket).get("Contents", [])}


def _versions(account, bucket):
    return sorted((v["Key"], v["VersionId"]) for v in account.s3.list_object_versions(Bucket=bucket).get("Versions", []))


def _outcomes(outcome, code=0):
    equal((outcome.code, outcome.err), (code, ""), f"the run: {outcome}")
    *lines, totals = outcome.lines
    equal(totals["entries"], len(lines), f"the totals: {outcome}")
    return {line["key"]: line["outcome"] for line in lines}


def brings_what_never_reached_the_bucket_and_a_second_run_writes_nothing(world):
    bucket, account = _bucket(world, "audit-archive-1"), world.account
    execution = _respond(world, "archive-first", f"{TABLE}-1", "--create-ledger")
    run = lambda: world.remediator.run("archive", "--json", "--ledger", f"dynamodb:{TABLE}-1", "--bucket", bucket)
    expected = _expected(account, f"{TABLE}-1")
    holds(len(expected) >= 4 and all(execution in key for key in expected), f"the entries of a response and its release: {sorted(expected)}")

    equal(_outcomes(run()), dict.fromkeys(expected, "written"), "the first run")
    equal(_kept(account, bucket), expected, "the objects, byte for byte")
    equal({account.s3.head_object(Bucket=bucket, Key=key)["ObjectLockMode"] for key in expected}, {"GOVERNANCE"}, "the lock of every object")

    versions = _versions(account, bucket)
    equal(_outcomes(run()), dict.fromkeys(expected, "there"), "the second run")
    equal(_versions(account, bucket), versions, "every version of every object after the second run")

    # One that was hidden, and one that was never written: these come, the others stay.
    hidden = sorted(expected)[0]
    account.s3.delete_object(Bucket=bucket, Key=hidden)
    _respond(world, "archive-second", f"{TABLE}-1")
    more = _expected(account, f"{TABLE}-1")
    equal(_outcomes(run()), {key: "written" if key == hidden or key not in expected else "there" for key in more}, "the third run")
    equal(_kept(account, bucket), more, "the objects after the third run")
    equal([v for v in versions if v not in _versions(account, bucket)], [], "versions that were replaced")


def keeps_what_it_can_not_read_as_it_is_and_replaces_nothing(world):
    bucket, account = _bucket(world, "audit-archive-2"), world.account
    _respond(world, "archive-third", f"{TABLE}-2", "--create-ledger")
    expected = _expected(account, f"{TABLE}-2")
    item = lambda version, body: {"pk": {"S": "execution#later"}, "sk": {"S": f"audit#{version}"}, "list": {"S": "finding#x"}, "at": {"S": "2026-03-01T03:00:00.0000000Z"}, "body": body}
    account.dynamodb.put_item(TableName=f"{TABLE}-2", Item=item("000000000001", {"S": '{"of":"another version"}'}))
    account.dynamodb.put_item(TableName=f"{TABLE}-2", Item=item("000000000002", {"B": b"\x1f\x8bnothing that was packed"}))
    forged = sorted(expected)[0]
    account.s3.put_object(Bucket=bucket, Key=forged, Body=b"forged")

    outcome = world.remediator.run("archive", "--json", "--ledger", f"dynamodb:{TABLE}-2", "--bucket", bucket)
    equal(outcome.lines[-1] | {"entries": 0, "written": 0}, {"entries": 0, "there": 0, "written": 0, "failed": 1, "unread": 2}, f"the totals: {outcome}")
    equal({k: v for k, v in _outcomes(outcome, code=1).items() if v == "failed"}, {forged: "failed"}, "what failed")
    kept = _kept(account, bucket)
    equal(kept[forged], b"forged", "what somebody else has put there")
    unread = {k: v for k, v in kept.items() if k.startswith("audit/unread/")}
    equal(sorted(unread.values()), sorted([b'{"of":"another version"}', base64.b64encode(b"\x1f\x8bnothing that was packed")]), "what could not be read")
    equal({k: v for k, v in kept.items() if k not in unread}, expected | {forged: b"forged"}, "the others")


def a_time_is_that_of_the_entries_and_a_bucket_that_is_not_there_is_said(world):
    bucket, account = _bucket(world, "audit-archive-3"), world.account
    _respond(world, "archive-fourth", f"{TABLE}-3", "--create-ledger")
    ledger = "--ledger", f"dynamodb:{TABLE}-3"
    for window in (("--until", "2020-01-01"), ("--since", "2100-01-01")):
        equal(_outcomes(world.remediator.run("archive", "--json", *ledger, "--bucket", bucket, *window)), {}, f"what {window} brings")
    missing = world.remediator.run("archive", *ledger, "--bucket", "audit-archive-missing")
    equal((missing.code, missing.out), (2, ""), f"the run: {missing}")
    holds("audit-archive-missing could not be looked at (NoSuchBucket" in missing.err, f"the message: {missing}")
    equal(_kept(account, bucket), {}, "the bucket")
    equal(set(_outcomes(world.remediator.run("archive", "--json", *ledger, "--bucket", bucket, "--since", "2020-01-01", "--until", "2100-01-01")).values()), {"written"}, "all")


def needs_what_the_page_says_and_no_more(world):
    bucket = _bucket(world, "audit-archive-4")
    _respond(world, "archive-fifth", f"{TABLE}-4", "--create-ledger")
    page = pathlib.Path(REPOSITORY, "docs/deploy.md").read_text().split("## When the audit archive was away")[1].split("\n## ")[0]
    policy = json.loads(page.split("```json\n")[1].split("```")[0].replace("BUCKET", bucket).replace("TABLE", f"{TABLE}-4").replace("REGION", "eu-west-1").replace("ACCOUNT", ACCOUNT))
    equal([s for s in policy["Statement"] if s["Resource"] == "*" or "*" in str(s["Action"])], [], "statements of the page that are wide")
    iam = world.account.iam
    keys = {}
    for name, document in (("operator", _for_moto(policy)), ("admin", {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]})):
        iam.create_user(UserName=f"archive-{name}")
        iam.put_user_policy(UserName=f"archive-{name}", PolicyName="own", PolicyDocument=json.dumps(document))
        key = iam.create_access_key(UserName=f"archive-{name}")["AccessKey"]
        keys[name] = key["AccessKeyId"], key["SecretAccessKey"], None
    admin = Account(world.moto, ACCOUNT, keys["admin"])
    operator = Remediator(world.proxy, world.folder, keys["operator"])
    world.moto.check_permissions(True)
    world.proxy.take()

    outcomes = _outcomes(operator.run("archive", "--json", "--ledger", f"dynamodb:{TABLE}-4", "--bucket", bucket))
    expected = _expected(admin, f"{TABLE}-4")
    equal((outcomes, _kept(admin, bucket)), (dict.fromkeys(expected, "written"), expected), "what was brought")
    calls = world.proxy.take()
    granted = {a for s in policy["Statement"] for a in _actions(s)}
    used = {a for c in calls for a in c.actions if a != "sts:GetCallerIdentity"}
    equal([c for c in calls if c.is_denied], [], "calls that were denied")
    equal(used, granted, "actions that are called, and that the page grants")
