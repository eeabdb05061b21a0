"""Every command is a process of its own: what one did, the next finds in the ledger."""
from checks import contained_twice_then_released, equal, holds, ran, released


def _life(world, ledger, user, earlier=()):
    """An execution that is listed, repeated and released by other processes, beside those that the ledger has already."""
    used, _ = world.account.user(user)
    contained = contained_twice_then_released(world, world.events.access_key(user, used), lambda: world.account.user_state(user), "--ledger", ledger)
    listed = world.remediator.executions("--ledger", ledger)
    equal(sorted((e["execution"], e["state"]) for e in listed.lines), sorted([*earlier, (contained["execution"], "Released")]), f"the list: {listed}")


def a_folder_that_is_made(world):
    _life(world, f"file:{world.folder / 'ledger'}", "ledger-file")
    holds((world.folder / "ledger").is_dir(), "the folder")


def the_state_folder_by_default(world):
    used, _ = world.account.user("ledger-default")
    execution = ran(world.remediator.respond(world.events.access_key("ledger-default", used)), "Observed")["execution"]
    equal([e["execution"] for e in world.remediator.executions().lines], [execution], "the list")
    holds((world.folder / "state/remediator").is_dir(), "the folder below XDG_STATE_HOME")


def a_table_that_is_made(world):
    ledger = "dynamodb:remediator-scenarios"
    used, _ = world.account.user("ledger-first")
    first = ran(world.remediator.respond(world.events.access_key("ledger-first", used), "--enforce", "--create-ledger", "--ledger", ledger), "Verified")
    world.proxy.take()
    _life(world, ledger, "ledger-table", [(first["execution"], "Verified")])
    table = world.account.dynamodb.describe_table(TableName="remediator-scenarios")["Table"]
    backups = world.account.dynamodb.describe_continuous_backups(TableName="remediator-scenarios")["ContinuousBackupsDescription"]
    equal(table["BillingModeSummary"]["BillingMode"], "PAY_PER_REQUEST", "the billing of the table")
    equal(backups["PointInTimeRecoveryDescription"]["PointInTimeRecoveryStatus"], "ENABLED", "point-in-time recovery")


def a_table_is_not_made_by_those_who_only_read(world):
    for arguments in (("executions",), ("release", "rx-00000000000000000000")):
        outcome = world.remediator.run(*arguments, "--ledger", "dynamodb:mistyped")
        equal(outcome.code, 2, f"{arguments[0]}: {outcome}")
        holds("mistyped" in outcome.err, f"the message names the table: {outcome}")
    holds("mistyped" not in world.account.dynamodb.list_tables()["TableNames"], "no table was made")


def memory_is_forgotten(world):
    used, _ = world.account.user("ledger-memory")
    execution = ran(world.remediator.respond(world.events.access_key("ledger-memory", used), "--enforce", "--ledger", "memory"), "Verified")["execution"]
    outcome = world.remediator.release(execution, "--ledger", "memory")
    equal((outcome.only["outcome"], outcome.code), ("not-found", 2), f"the release: {outcome}")
    # The default ledger does not know it either; what was done is found live, and is not done again.
    equal(ran(world.remediator.respond(world.events.access_key("ledger-memory", used), "--enforce"), "Verified")["state"], "Verified", "the state")


def two_ledgers_at_once_are_two_histories(world):
    bucket = world.account.bucket("ledger-bucket")
    event = world.events.bucket(bucket)
    one, two = (f"file:{world.folder / name}" for name in ("one", "two"))
    first = ran(world.remediator.respond(event, "--enforce", "--ledger", one), "Verified")
    second = ran(world.remediator.respond(event, "--enforce", "--ledger", two), "Verified")
    equal(first["execution"], second["execution"], "the id of the same finding, playbook and resource")
    released(world.remediator.release(first["execution"], "--ledger", one))
    equal(world.account.bucket_state(bucket)["block"], "NoSuchPublicAccessBlockConfiguration", "the bucket")
