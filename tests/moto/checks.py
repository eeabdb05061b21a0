"""Assertions that say what was found."""


def equal(actual, expected, what):
    if actual != expected:
        raise AssertionError(f"{what}\n  expected: {expected}\n  found:    {actual}")


def holds(condition, what):
    if not condition:
        raise AssertionError(str(what))


def ran(outcome, state, code=0):
    """The execution's JSON, of that state."""
    line = outcome.only
    equal((line.get("outcome"), line.get("state"), outcome.code), ("ran", state, code), f"the response: {outcome}")
    return line


def released(outcome):
    line = outcome.only
    equal((line.get("outcome"), line.get("state"), outcome.code), ("released", "Released", 0), f"the release: {outcome}")
    return line


def no_changes(calls):
    equal([c for c in calls if c.changes and not c.action.startswith("dynamodb:")], [], "calls that change something")


def contained_twice_then_released(world, event, state_of, *arguments, check=lambda state, line: None):
    """The whole life of a containment: observe, enforce, enforce again, release. Returns the enforced execution."""
    remediator = world.remediator
    before = state_of()

    observed = ran(remediator.respond(event, *arguments), "Observed")
    holds(any(c["before"] != c["after"] for c in observed["changes"]), "the observed plan changes something")
    equal(state_of(), before, "the state after a respond without --enforce")
    no_changes(world.proxy.take())

    contained = ran(remediator.respond(event, "--enforce", *arguments), "Verified")
    after = state_of()
    check(after, contained)
    holds(any(c.changes for c in world.proxy.take()), "the response changed something")

    again = remediator.respond(event, "--enforce", *arguments)
    equal((again.only["outcome"], again.code), ("already-handled", 0), f"the second response: {again}")
    equal(state_of(), after, "the state after a second respond")
    no_changes(world.proxy.take())

    released(remediator.release(contained["execution"], *arguments[arguments.index("--playbooks") + 2:] if "--playbooks" in arguments else arguments))
    equal(state_of(), before, "the state after the release")
    return contained
