"""disable-access-keys and cut-role-sessions: keys Inactive, deny policies in place, both put back."""
from checks import contained_twice_then_released, equal, holds

SOME_WORK = '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:ListAllMyBuckets","Resource":"*"}]}'
DENY_ALL = {"Effect": "Deny", "Action": "*", "Resource": "*"}


def _denies_everything(policy):
    statements = policy["Statement"] if isinstance(policy["Statement"], list) else [policy["Statement"]]
    return any(DENY_ALL.items() <= s.items() and "Condition" not in s for s in statements)


def disables_the_key_of_the_finding_and_denies_its_user_everything(world):
    used, other = world.account.user("alice")

    def check(state, line):
        equal(state["keys"], {used: "Inactive", other: "Active"}, "the keys")
        holds(_denies_everything(state["policies"]["RemediatorDenyAll"]), f"a deny of everything: {state}")

    before = world.account.user_state("alice")
    equal(before, {"keys": {used: "Active", other: "Active"}, "policies": {}}, "the user before")
    contained_twice_then_released(world, world.events.access_key("alice", used), lambda: world.account.user_state("alice"), check=check)


def disables_all_keys_of_the_user_where_the_playbook_says_so(world):
    used, other = world.account.user("bob")
    world.account.iam.put_user_policy(UserName="bob", PolicyName="work", PolicyDocument=SOME_WORK)
    playbooks = world.playbooks("all-keys", "source: guardduty", "disable-access-keys: { keys: all }")

    def check(state, line):
        equal(state["keys"], {used: "Inactive", other: "Inactive"}, "the keys")
        equal(sorted(state["policies"]), ["RemediatorDenyAll", "work"], "the policies")
        holds(_denies_everything(state["policies"]["RemediatorDenyAll"]), f"a deny of everything: {state}")

    contained_twice_then_released(
        world, world.events.access_key("bob", used), lambda: world.account.user_state("bob"), "--playbooks", playbooks, check=check)


def keeps_a_key_inactive_that_was_inactive_before(world):
    used, other = world.account.user("carol")
    world.account.iam.update_access_key(UserName="carol", AccessKeyId=other, Status="Inactive")
    playbooks = world.playbooks("all-keys", "source: guardduty", "disable-access-keys: { keys: all }")
    before = world.account.user_state("carol")
    contained_twice_then_released(
        world, world.events.access_key("carol", used), lambda: world.account.user_state("carol"), "--playbooks", playbooks)
    equal(before["keys"][other], "Inactive", "the key that was inactive before")


def does_not_touch_anybody_when_the_user_is_gone(world):
    outcome = world.remediator.respond(world.events.access_key("nobody", "AKIAIOSFODNN7EXAMPLE"), "--enforce")
    equal([s["outcome"] for s in outcome.only["steps"]], ["not-applicable"], f"the steps: {outcome}")


def cuts_the_session_of_an_instance_and_no_other(world):
    role_id = world.account.role("web-session")

    def check(state, line):
        (policy,) = state.values()
        holds(f"{role_id}:i-0123456789abcdef0" in str(policy) and "aws:userid" in str(policy), f"a deny for the session: {policy}")

    contained_twice_then_released(
        world, world.events.role_session("web-session", role_id, "i-0123456789abcdef0"), lambda: world.account.role_state("web-session"), check=check)


def cuts_all_sessions_of_a_role_that_were_issued_before_now(world):
    role_id = world.account.role("deployer")

    def check(state, line):
        (policy,) = state.values()
        holds("aws:TokenIssueTime" in str(policy), f"a deny by the time of issue: {policy}")

    contained_twice_then_released(
        world, world.events.role_session("deployer", role_id, "somebody"), lambda: world.account.role_state("deployer"), check=check)
