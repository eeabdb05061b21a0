"""Putting back by resource, by finding and at its time, with DynamoDB as the ledger."""
from checks import equal, holds, ran, released

LEDGER = ("--ledger", "dynamodb:remediator-releases")


def _contained(world, bucket, *arguments):
    return ran(world.remediator.respond(world.events.bucket(bucket), "--enforce", *LEDGER, *arguments), "Verified")["execution"]


def _is_open(world, bucket, when):
    equal(world.account.bucket_state(bucket)["block"], "NoSuchPublicAccessBlockConfiguration", f"the bucket {when}")


def puts_back_everything_of_a_resource(world):
    bucket = world.account.bucket("released-by-arn")
    execution = _contained(world, bucket)
    resource = ("--resource", f"arn:aws:s3:::{bucket}", *LEDGER, "--json")

    world.proxy.take()
    preview = world.remediator.run("release", *resource, "--dry-run")
    equal((preview.only["outcome"], preview.code), ("would-release", 0), f"the dry run: {preview}")
    equal([(v["before"], v["live"] == v["written"]) for v in preview.only["values"]], [(None, True)], f"the values: {preview}")
    calls = world.proxy.take()
    equal([c for c in calls if c.changes], [], "calls of the dry run that change something")
    equal([c for c in calls if c.action == "dynamodb:Scan"], [], "scans of the table")

    equal(released(world.remediator.run("release", *resource))["execution"], execution, "what was released")
    _is_open(world, bucket, "after the release")
    equal([c for c in world.proxy.take() if c.action == "dynamodb:Scan"], [], "scans of the table")


def puts_back_everything_of_a_finding(world):
    bucket = world.account.bucket("released-by-finding")
    _contained(world, bucket)
    finding = [e for e in world.remediator.executions(*LEDGER).lines if e["resource"]["id"] == bucket][0]["finding"]["id"]
    released(world.remediator.release(finding, *LEDGER))
    _is_open(world, bucket, "after the release")


def ends_at_its_time_and_says_so_before(world):
    ledger = ("--ledger", "dynamodb:remediator-timed")
    bucket = world.account.bucket("released-in-time")
    folder = world.playbooks("timed", "source: guardduty", "block-public-bucket\nrelease: { after: 1s }\nnotify: [ email ]")
    contained = ran(world.remediator.respond(world.events.bucket(bucket), "--enforce", *ledger, "--playbooks", str(folder)), "Verified")
    holds(contained["release"]["at"], "the time at which it ends")
    execution = contained["execution"]

    extended = world.remediator.run("release", "extend", execution, "--for", "1s", "--why", "moto", *ledger, "--json")
    equal((extended.only["outcome"], extended.only["release"]["why"], extended.code), ("extended", "moto", 0), f"the extension: {extended}")

    said = []
    for _ in range(20):
        due = world.remediator.run("release", "due", *ledger, "--json")
        equal(due.code, 0, f"what was due: {due}")
        said += [line["outcome"] for line in due.lines]
        if "released" in said:
            break
    equal(said, ["warned", "released"], "what was due, in its order")
    _is_open(world, bucket, "at its time")
    equal([e["state"] for e in world.remediator.executions(*ledger).lines], ["Released"], "the state")
    equal(world.remediator.run("release", "due", *ledger, "--json").lines, [], "what is due afterwards")
