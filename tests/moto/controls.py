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


def a_budget_of_changes_counts_every_change_once_and_shows_how_much_is_used(world):
    earlier, counted, beyond = (world.account.user(name)[0] for name in ("uncounted", "counted", "beyond"))
    before = world.account.user_state("beyond")
    first = ran(world.remediator.respond(world.events.access_key("uncounted", earlier), "--enforce", "--create-ledger", *LEDGER), "Verified")
    made = len([c for c in first["changes"] if c["before"] != c["after"]])
    holds(made > 1, f"a plan of several changes: {first['changes']}")
    budget = _control(world, "budget", "set", str(made + 1), "--per", "1d", "--count", "changes", "--why", "a storm is for people", "--json").only["id"]

    def used():
        return _control(world, "budget", "list", "--json").only["window"]["used"]

    equal(used(), {}, "what is used before anything is changed")
    ran(world.remediator.respond(world.events.access_key("counted", counted), "--enforce", *LEDGER), "Verified")
    world.remediator.respond(world.events.access_key("counted", counted), "--enforce", *LEDGER)
    equal(used(), {world.account.id: made}, "what is used, after a second delivery too")

    # There is no room for another: a person who asks is not held up by it, and takes nothing.
    ran(world.remediator.respond(world.events.access_key("beyond", beyond), "--enforce", *LEDGER), "Verified")
    holds(world.account.user_state("beyond") != before, "the user of the person who asked")
    equal(used(), {world.account.id: made}, "what is used in the end")
    _control(world, "budget", "remove", budget, "--why", "over")
