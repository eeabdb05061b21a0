"""Keys Inactive, deny policies in place, roles closed and bounded; all of it put back."""
import json

from checks import contained_twice_then_released, equal, holds, ran
from command import ACCOUNT

SOME_WORK = '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:ListAllMyBuckets","Resource":"*"}]}'
DENY_ALL = {"Effect": "Deny", "Action": "*", "Resource": "*"}


def _denies_everything(policy):
    statements = policy["Statement"] if isinstance(policy["Statement"], list) else [policy["Statement"]]
    return any(DENY_ALL.items() <= s.items() and "Condition" not in s for s in statements)


def disables_the_key_of_the_finding_and_denies_its_user_everything(world):
    used, other = world.account.user("alice")

    def check(state, line):
        # moto has no event history: that it is not known fails nothing.
        equal([s["outcome"] for s in line["steps"]], ["planned", "not-told"], "the steps")
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
    equal([s["outcome"] for s in outcome.only["steps"]], ["not-applicable", "not-applicable"], f"the steps: {outcome}")


def cuts_the_session_of_an_instance_and_no_other(world):
    role_id = world.account.role("web-session")
    playbooks = world.playbooks("cut-session", "{ source: guardduty, resource: [ AWS::IAM::Role ] }", "cut-role-sessions")

    def check(state, line):
        (policy,) = state.values()
        holds(f"{role_id}:i-0123456789abcdef0" in str(policy) and "aws:userid" in str(policy), f"a deny for the session: {policy}")

    contained_twice_then_released(
        world, world.events.role_session("web-session", role_id, "i-0123456789abcdef0"), lambda: world.account.role_state("web-session"), "--playbooks", playbooks, check=check)


def cuts_all_sessions_of_a_role_that_were_issued_before_now(world):
    role_id = world.account.role("deployer")

    def check(state, line):
        (policy,) = state.values()
        holds("aws:TokenIssueTime" in str(policy), f"a deny by the time of issue: {policy}")

    contained_twice_then_released(
        world, world.events.role_session("deployer", role_id, "somebody"), lambda: world.account.role_state("deployer"), check=check)


def denies_a_user_everything_and_leaves_the_keys(world):
    used, other = world.account.user("dora")
    playbooks = world.playbooks("deny-user", "source: guardduty", "deny-user")

    def check(state, line):
        equal(state["keys"], {used: "Active", other: "Active"}, "the keys")
        holds(_denies_everything(state["policies"]["RemediatorDenyAll"]), f"a deny of everything: {state}")

    contained_twice_then_released(
        world, world.events.access_key("dora", used), lambda: world.account.user_state("dora"), "--playbooks", playbooks, check=check)


def quarantines_a_role(world):
    role_id = world.account.role("batch")
    playbooks = world.playbooks("quarantine-role", "source: guardduty", "quarantine-role")

    def state():
        role = world.account.iam.get_role(RoleName="batch")["Role"]
        return {"policies": world.account.role_state("batch"), "trust": role["AssumeRolePolicyDocument"], "boundary": role.get("PermissionsBoundary")}

    def check(state, line):
        equal([s["Effect"] for s in state["trust"]["Statement"]], ["Deny"], "the trust policy")
        equal(state["boundary"]["PermissionsBoundaryArn"], "arn:aws:iam::aws:policy/AWSDenyAll", "the boundary")
        holds("aws:TokenIssueTime" in str(state["policies"]), f"a deny by the time of issue: {state}")

    contained_twice_then_released(
        world, world.events.role_session("batch", role_id, "somebody"), state, "--playbooks", playbooks, check=check)


def cuts_the_session_of_the_role_that_an_instance_has(world):
    role_id = world.account.role("web-instance", profile=True)
    instance = world.account.instance(world.account.vpc(), role="web-instance")
    playbooks = world.playbooks("cut-role-sessions", "{ source: guardduty, resource: [ AWS::EC2::Instance ] }", "cut-role-sessions")
    contained_twice_then_released(
        world, world.events.instance(instance), lambda: world.account.role_state("web-instance"), "--playbooks", playbooks,
        check=lambda state, line: holds(f"{role_id}:{instance}" in str(state), f"a deny for the session: {state}"))


def cuts_the_sessions_of_the_role_that_a_task_has(world):
    role_id = world.account.role("web-task")
    task = world.account.task("cut", role="web-task")
    playbooks = world.playbooks("cut-role-sessions", "{ source: guardduty, resource: [ AWS::ECS::Task ] }", "cut-role-sessions")
    contained_twice_then_released(
        world, world.events.task(task), lambda: world.account.role_state("web-task"), "--playbooks", playbooks,
        check=lambda state, line: holds(f"{role_id}:{task.split('/')[-1]}" in str(state), f"a deny for the session: {state}"))


def denies_a_user_the_model_services_whom_the_key_alone_names(world):
    used, _ = world.account.user("ines")
    playbooks = world.playbooks("restrict-actions", "source: guardduty", "restrict-actions")

    def check(state, line):
        (policy,) = state["policies"].values()
        equal([(s["Effect"], s["Action"]) for s in policy["Statement"]], [("Deny", ["bedrock-agentcore:*", "bedrock:*", "sagemaker:*"])], "the policy")

    contained_twice_then_released(
        world, world.events.access_key_alone(used, world.account.user_id("ines")), lambda: world.account.user_state("ines"), "--playbooks", playbooks, check=check)


def denies_a_role_the_model_services(world):
    role_id = world.account.role("chat")
    playbooks = world.playbooks("restrict-actions", "source: guardduty", "restrict-actions")

    def check(state, line):
        (policy,) = state.values()
        equal([(s["Effect"], s["Action"]) for s in policy["Statement"]], [("Deny", ["bedrock-agentcore:*", "bedrock:*", "sagemaker:*"])], "the policy")

    contained_twice_then_released(
        world, world.events.role_session("chat", role_id, "somebody"), lambda: world.account.role_state("chat"), "--playbooks", playbooks, check=check)


def deletes_a_console_password_where_the_playbook_allows_it(world):
    used, _ = world.account.user("erin")
    world.account.iam.create_login_profile(UserName="erin", Password="Correct-horse-9")
    playbooks = world.playbooks("remove-login-profile", "source: guardduty", "remove-login-profile: {}\n    irreversible: allow")
    ran(world.remediator.respond(world.events.access_key("erin", used), "--enforce", "--playbooks", playbooks), "Verified")
    try:
        world.account.iam.get_login_profile(UserName="erin")
        raise AssertionError("the password is still there")
    except world.account.iam.exceptions.NoSuchEntityException:
        pass


def disables_an_ssh_key_and_a_signing_certificate_and_leaves_those_that_were_inactive(world):
    """moto lists no service-specific credentials (lacks.py): here the user has none."""
    iam = world.account.iam
    used, _ = world.account.user("frank")
    keys = [iam.upload_ssh_public_key(UserName="frank", SSHPublicKeyBody=f"ssh-rsa AAAA{n} frank")["SSHPublicKey"]["SSHPublicKeyId"] for n in ("one", "two")]
    iam.update_ssh_public_key(UserName="frank", SSHPublicKeyId=keys[1], Status="Inactive")
    certificate = iam.upload_signing_certificate(UserName="frank", CertificateBody=_certificate())["Certificate"]["CertificateId"]
    world.proxy.answers["ListServiceSpecificCredentials"] = lambda request: (
        '<ListServiceSpecificCredentialsResponse xmlns="https://iam.amazonaws.com/doc/2010-05-08/"><ListServiceSpecificCredentialsResult>'
        "<ServiceSpecificCredentials/></ListServiceSpecificCredentialsResult></ListServiceSpecificCredentialsResponse>")

    def state():
        return {
            **{k["SSHPublicKeyId"]: k["Status"] for k in iam.list_ssh_public_keys(UserName="frank")["SSHPublicKeys"]},
            **{c["CertificateId"]: c["Status"] for c in iam.list_signing_certificates(UserName="frank")["Certificates"]},
        }

    equal(state(), {keys[0]: "Active", keys[1]: "Inactive", certificate: "Active"}, "the credentials before")
    contained_twice_then_released(
        world, world.events.access_key("frank", used), state, "--playbooks", world.playbooks("disable-user-credentials", "source: guardduty", "disable-user-credentials"),
        check=lambda after, line: equal(set(after.values()), {"Inactive"}, f"the credentials: {after}"))


def _certificate():
    """One that nobody trusts."""
    import datetime

    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import rsa

    key, name, now = rsa.generate_private_key(65537, 2048), x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "frank")]), datetime.datetime.now(datetime.UTC)
    made = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key()).serial_number(1).not_valid_before(now).not_valid_after(now + datetime.timedelta(days=1))
    return made.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM).decode()


def denies_a_user_of_identity_center_in_the_permission_set_and_takes_that_away_again(world):
    _denied_in_a_permission_set(world, "Power", SOME_WORK)


def denies_a_user_of_identity_center_in_a_permission_set_without_a_policy_and_leaves_none(world):
    _denied_in_a_permission_set(world, "Bare", None)


def _denied_in_a_permission_set(world, name, policy):
    """moto lists neither tags of permission sets, nor those alone that are to be provisioned anew (lacks.py)."""
    sso = world.account.client("sso-admin")
    instance = sso.list_instances()["Instances"][0]["InstanceArn"]
    permission_set = sso.create_permission_set(Name=name, InstanceArn=instance)["PermissionSet"]["PermissionSetArn"]
    if policy:
        sso.put_inline_policy_to_permission_set(InstanceArn=instance, PermissionSetArn=permission_set, InlinePolicy=policy)
    sso.provision_permission_set(InstanceArn=instance, PermissionSetArn=permission_set, TargetType="AWS_ACCOUNT", TargetId=world.account.id)
    world.proxy.answers["ListTagsForResource"] = lambda request: {"Tags": []}
    world.proxy.answers["ListPermissionSetsProvisionedToAccount"] = lambda request: {"PermissionSets": []} if "ProvisioningStatus" in request else None

    def state():
        found = sso.get_inline_policy_for_permission_set(InstanceArn=instance, PermissionSetArn=permission_set).get("InlinePolicy")
        return json.loads(found)["Statement"] if found else []

    def check(statements, line):
        denied = [s for s in statements if s["Effect"] == "Deny"]
        equal((len(statements), len(denied)), (2 if policy else 1, 1), f"the statements: {statements}")
        holds("alice" in str(denied[0]["Condition"]), f"a deny for the user alone: {denied}")

    contained_twice_then_released(
        world, world.events.role_session(f"AWSReservedSSO_{name}_0123456789abcdef", "AROAEXAMPLEROLEID001", "alice"), state,
        "--playbooks", world.playbooks("deny-identity-center-user", "source: guardduty", "deny-identity-center-user"), check=check)


def contains_a_user_by_hand_and_puts_it_back(world):
    world.account.user("backdoor")
    before = world.account.user_state("backdoor")
    resource = f"arn:aws:iam::{ACCOUNT}:user/backdoor"
    contain = lambda *more: world.remediator.run("contain", resource, "--step", "deny-user", "--json", *more)

    look = contain()
    equal((look.code, look.only["state"]), (0, "Observed"), f"the look: {look}")
    equal(world.account.user_state("backdoor"), before, "the user after a look")
    done = contain("--why", "left by bob", "--enforce")
    equal((done.code, done.only["state"]), (0, "Verified"), f"the containment: {done}")
    holds(_denies_everything(world.account.user_state("backdoor")["policies"]["RemediatorDenyAll"]), "a deny of everything")
    equal(contain("--enforce").only["outcome"], "already-handled", "the second time")
    world.remediator.release(done.only["execution"])
    equal(world.account.user_state("backdoor"), before, "the user after the release")
