"""Approvals against moto's DynamoDB: what waits, who decided, and that only the plan that was shown is applied."""
from checks import equal, holds, no_changes, ran
from command import Remediator

LEDGER = ("--ledger", "dynamodb:remediator-approvals")
CLOSED = dict.fromkeys(("BlockPublicAcls", "IgnorePublicAcls", "BlockPublicPolicy", "RestrictPublicBuckets"), True)
PARTIAL = CLOSED | {"BlockPublicPolicy": False, "RestrictPublicBuckets": False}


def _playbooks(world, quorum=1):
    folder = world.folder / "playbooks-that-ask"
    folder.mkdir(exist_ok=True)
    (folder / "bucket-asked.yaml").write_text(
        'id: bucket-asked\ntitle: Close a public bucket when asked\non:\n  - source: guardduty\n    type: [ "Policy:S3/*" ]\n'
        f"mode: approve\napproval: {{ quorum: {quorum}, expires: 4h }}\nnotify: [ email ]\nsteps:\n  - block-public-bucket\n")
    return "--playbooks", folder


def _asked(world, name, quorum=1):
    bucket = world.account.bucket(name)
    waiting = ran(world.remediator.respond(world.events.bucket(bucket), "--ask", *_playbooks(world, quorum), *LEDGER), "AwaitingApproval", code=1)
    equal((waiting["approval"]["status"], waiting["approval"]["quorum"], waiting["approval"]["default"]), ("pending", quorum, "reject"), "the request")
    no_changes(world.proxy.take())
    return bucket, waiting["execution"], waiting["approval"]["hash"]


def _approve(world, execution, *arguments, by=None, quorum=1):
    return (by or world.remediator).run("approve", execution, "--json", *arguments, *_playbooks(world, quorum), *LEDGER)


def _approver(world, name):
    """The command line of another person: a user of the account with a key of their own."""
    world.account.iam.create_user(UserName=name)
    key = world.account.iam.create_access_key(UserName=name)["AccessKey"]
    return Remediator(world.proxy, world.folder, (key["AccessKeyId"], key["SecretAccessKey"], None))


def applies_what_was_approved_by_its_hash_and_refuses_a_second_decision(world):
    bucket, execution, plan = _asked(world, "asked-1")
    equal(world.account.bucket_state(bucket)["block"], "NoSuchPublicAccessBlockConfiguration", "the bucket while it waits")
    waits = world.remediator.executions("--waiting", *LEDGER)
    holds(execution in [e["execution"] for e in waits.lines], f"it is among those that wait: {waits}")

    wrong = _approve(world, execution, "--hash", "0123456789ab")
    equal((wrong.only["outcome"], wrong.code), ("refused", 1), f"another hash: {wrong}")
    done = ran(_approve(world, execution, "--hash", plan[:12], "--why", "known"), "Verified")
    equal(world.account.bucket_state(bucket)["block"], CLOSED, "the bucket")
    decision, = done["approval"]["decisions"]
    equal((done["approval"]["status"], decision["decision"], decision["way"], decision["why"]), ("applied", "approve", "cli", "known"), "the decision")
    holds(decision["by"].startswith("arn:aws:"), f"who decided: {decision}")

    late = world.remediator.run("reject", execution, "--why", "too late", "--json", *LEDGER)
    equal((late.only["outcome"], late.code), ("refused", 1), f"a second decision: {late}")
    waits = world.remediator.executions("--waiting", *LEDGER)
    holds(execution not in [e["execution"] for e in waits.lines], f"it waits no more: {waits}")


def leaves_a_rejected_bucket_alone_also_when_the_finding_comes_again(world):
    bucket, execution, plan = _asked(world, "asked-2")
    rejected = world.remediator.run("reject", execution, "--why", "a website", "--json", *LEDGER)
    equal((rejected.only["outcome"], rejected.only["state"], rejected.code), ("rejected", "Refused", 0), f"the rejection: {rejected}")
    late = _approve(world, execution, "--hash", plan)
    equal((late.only["outcome"], late.code), ("refused", 1), f"an approval after it: {late}")
    equal(world.account.bucket_state(bucket)["block"], "NoSuchPublicAccessBlockConfiguration", "the bucket")
    audit = world.remediator.run("incident", "show", execution, *LEDGER)
    holds("rejected by" in audit.out and "a website" in audit.out, f"the audit: {audit}")


def asks_again_where_the_bucket_changed_after_the_request(world):
    bucket, execution, plan = _asked(world, "asked-3")
    world.account.s3.put_public_access_block(Bucket=bucket, PublicAccessBlockConfiguration=PARTIAL)
    world.proxy.take()
    again = ran(_approve(world, execution, "--hash", plan), "AwaitingApproval", code=1)
    no_changes(world.proxy.take())
    equal(world.account.bucket_state(bucket)["block"], PARTIAL, "the bucket")
    holds(again["approval"]["hash"] != plan and again["approval"]["differences"], f"what people are asked now: {again['approval']}")
    ran(_approve(world, execution, "--hash", again["approval"]["hash"]), "Verified")
    equal(world.account.bucket_state(bucket)["block"], CLOSED, "the bucket after the second approval")


def applies_with_the_second_of_two_people_and_not_with_the_first_twice(world):
    bucket, execution, plan = _asked(world, "asked-4", quorum=2)
    alice, bob = _approver(world, "alice"), _approver(world, "bob")
    world.proxy.take()
    for outcome in ("recorded", "repeated"):
        first = _approve(world, execution, "--hash", plan, by=alice, quorum=2)
        equal((first.only["outcome"], first.code), (outcome, 0), f"the first person: {first}")
    no_changes(world.proxy.take())
    equal(world.account.bucket_state(bucket)["block"], "NoSuchPublicAccessBlockConfiguration", "the bucket with one of two")

    done = ran(_approve(world, execution, "--hash", plan, by=bob, quorum=2), "Verified")
    equal(world.account.bucket_state(bucket)["block"], CLOSED, "the bucket")
    equal((done["approval"]["status"], sorted(d["by"].split("/")[-1] for d in done["approval"]["decisions"])), ("applied", ["alice", "bob"]), "who decided")
