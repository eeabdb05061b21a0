"""Controls that one process sets, and that the next finds in moto's DynamoDB before it changes anything."""
from checks import equal, holds, no_changes, ran

LEDGER = ("--ledger", "dynamodb:remediator-controls")


def _control(world, *arguments):
    outcome = world.remediator.run(*arguments, *LEDGER)
    equal(outcome.code, 0, f"{arguments[0]}: {outcome}")
    return outcome


def a_pause_holds_what_is_to_be_enforced_until_it_is_lifted(world):
    earlier, _ = world.account.user("before-the-pause")
    ran(world.remediator.respond(world.events.access_key("before-the-pause", earlier), "--enforce", "--create-ledger", *LEDGER), "Verified")
    used, other = world.account.user("paused")
    event = world.events.access_key("paused", used)
    before = world.account.user_state("paused")
    _control(world, "pause", "--why", "a storm of findings", "--by", "alice")
    world.proxy.take()

    held = ran(world.remediator.respond(event, "--enforce", *LEDGER), "Observed")
    equal(world.account.user_state("paused"), before, "the user while everything is paused")
    no_changes(world.proxy.take())
    holds("everything is paused" in held["reason"] and "alice" in held["reason"] and "a storm of findings" in held["reason"], f"who holds it and why: {held['reason']}")
    holds(any(c["before"] != c["after"] for c in held["changes"]), "what would have been changed is shown")

    _control(world, "resume", "--why", "over", "--by", "bob")
    contained = ran(world.remediator.respond(event, "--enforce", *LEDGER), "Verified")
    equal(contained["execution"], held["execution"], "the execution that goes on")
    holds(any(c.changes and not c.action.startswith("dynamodb:") for c in world.proxy.take()), "the response changed something")
    after = world.account.user_state("paused")
    equal((after["keys"], list(after["policies"])), ({used: "Inactive", other: "Active"}, ["RemediatorDenyAll"]), "the user afterwards")
    equal(_control(world, "status", "--json").lines, [], "the controls in force")
    equal([(e["id"], e["removed"], e["why"]) for e in _control(world, "status", "--history", "9", "--json").lines],
          [("pause", True, "over"), ("pause", False, "a storm of findings")], "the history")
