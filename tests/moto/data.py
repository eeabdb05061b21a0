"""Keys, repositories, images, secrets and users of a pool: restored or closed, and put back."""
import json

from checks import contained_twice_then_released, equal, holds, ran


def _life(world, sample, names, step, state, check):
    playbooks = world.playbooks(step, f"source: {sample.split('/')[0]}", step)
    contained_twice_then_released(world, world.events.sample(sample, names), state, "--playbooks", playbooks, check=check)


def enables_a_disabled_key_and_disables_it_again(world):
    kms = world.moto.client("kms")
    key = kms.create_key()["KeyMetadata"]["KeyId"]
    kms.disable_key(KeyId=key)
    _life(world, "cloudtrail/disable-key.json", {"0a1b2c3d-1111-4222-8333-444455556666": key}, "restore-key",
          lambda: kms.describe_key(KeyId=key)["KeyMetadata"]["KeyState"], lambda state, line: equal(state, "Enabled", "the key"))


def cancels_the_deletion_of_a_key_and_enables_it_and_a_release_leaves_it_so(world):
    kms = world.moto.client("kms")
    key = kms.create_key()["KeyMetadata"]["KeyId"]
    kms.schedule_key_deletion(KeyId=key, PendingWindowInDays=7)
    event = world.events.call("kms.amazonaws.com", "ScheduleKeyDeletion", {"keyId": key, "pendingWindowInDays": 7})
    playbooks = "--playbooks", world.playbooks("restore-key", "source: cloudtrail", "restore-key")

    def state():
        return kms.describe_key(KeyId=key)["KeyMetadata"]["KeyState"]

    ran(world.remediator.respond(event, *playbooks), "Observed")
    equal(state(), "PendingDeletion", "the key without --enforce")
    done = ran(world.remediator.respond(event, "--enforce", *playbooks), "Verified")
    equal(state(), "Enabled", "the key")
    left = world.remediator.release(done["execution"])
    equal((left.only["outcome"], left.code), ("nothing-to-release", 0), f"the release: {left}")
    equal(state(), "Enabled", "the key after the release")


def denies_pulls_from_a_repository_beside_its_policy(world):
    ecr = world.moto.client("ecr")
    ecr.create_repository(repositoryName="shop-7")
    ecr.set_repository_policy(repositoryName="shop-7", policyText=json.dumps({"Version": "2012-10-17", "Statement": [
        {"Sid": "Team", "Effect": "Allow", "Principal": "*", "Action": "ecr:BatchGetImage"}]}))

    def state():
        return json.loads(ecr.get_repository_policy(repositoryName="shop-7")["policyText"])

    _life(world, "cloudtrail/public-repository.json", {'"repositoryName": "web"': '"repositoryName": "shop-7"'}, "deny-pull", state,
          lambda state, line: equal([s["Sid"] for s in state["Statement"]], ["Team", "RemediatorDenyPull"], "the statements"))


def _policy(ecr, repository):
    try:
        return [s["Sid"] for s in json.loads(ecr.get_repository_policy(repositoryName=repository)["policyText"])["Statement"]]
    except ecr.exceptions.RepositoryPolicyNotFoundException:
        return None


def denies_pulls_from_a_repository_without_a_policy_and_leaves_none(world):
    ecr = world.moto.client("ecr")
    ecr.create_repository(repositoryName="shop-9")
    _life(world, "cloudtrail/public-repository.json", {'"repositoryName": "web"': '"repositoryName": "shop-9"'}, "deny-pull",
          lambda: _policy(ecr, "shop-9"), lambda state, line: equal(state, ["RemediatorDenyPull"], "the statements"))


def takes_the_whole_policy_of_a_repository_away_where_it_lets_in_everybody_alone(world):
    ecr = world.moto.client("ecr")
    ecr.create_repository(repositoryName="shop-10")
    ecr.set_repository_policy(repositoryName="shop-10", policyText=json.dumps({"Version": "2012-10-17", "Statement": [
        {"Sid": "Open", "Effect": "Allow", "Principal": "*", "Action": "ecr:BatchGetImage"}]}))
    _life(world, "cloudtrail/public-repository.json", {'"repositoryName": "web"': '"repositoryName": "shop-10"'}, "close-public-repository",
          lambda: _policy(ecr, "shop-10"), lambda state, line: equal(state, None, "the statements"))


def closes_a_repository_to_everybody_and_keeps_those_that_its_policy_names(world):
    ecr = world.moto.client("ecr")
    ecr.create_repository(repositoryName="shop-8")
    ecr.set_repository_policy(repositoryName="shop-8", policyText=json.dumps({"Version": "2012-10-17", "Statement": [
        {"Sid": "Open", "Effect": "Allow", "Principal": "*", "Action": "ecr:BatchGetImage"},
        {"Sid": "Team", "Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::444455556666:root"}, "Action": "ecr:BatchGetImage"}]}))

    def state():
        return json.loads(ecr.get_repository_policy(repositoryName="shop-8")["policyText"])

    _life(world, "cloudtrail/public-repository.json", {'"repositoryName": "web"': '"repositoryName": "shop-8"'}, "close-public-repository", state,
          lambda state, line: equal([s["Sid"] for s in state["Statement"]], ["Team"], "the statements"))


def ends_the_sharing_of_an_image_and_shares_it_again(world):
    ec2 = world.account.ec2
    image = ec2.create_image(InstanceId=world.account.instance(world.account.vpc()), Name="shared")["ImageId"]
    shared = {"ImageId": image, "Attribute": "launchPermission"}
    ec2.modify_image_attribute(**shared, LaunchPermission={"Add": [{"Group": "all"}, {"UserId": "444455556666"}]})
    event = world.events.call("ec2.amazonaws.com", "ModifyImageAttribute", {"imageId": image, "launchPermission": {"add": {"items": [{"group": "all"}]}}})

    def state():
        return sorted(p.get("Group") or p["UserId"] for p in ec2.describe_image_attribute(**shared)["LaunchPermissions"])

    contained_twice_then_released(
        world, event, state, "--playbooks", world.playbooks("unshare-image", "source: cloudtrail", "unshare-image"),
        check=lambda state, line: equal(state, ["444455556666"], "who may launch the image"))


def ends_the_sharing_of_a_snapshot_and_shares_it_again(world):
    """moto knows only another form of the change than the one that EC2 documents (lacks.py): it is given that."""
    ec2 = world.account.ec2
    snapshot = ec2.create_snapshot(VolumeId=ec2.create_volume(AvailabilityZone="eu-west-1a", Size=1)["VolumeId"])["SnapshotId"]
    shared = {"SnapshotId": snapshot, "Attribute": "createVolumePermission"}
    ec2.modify_snapshot_attribute(**shared, OperationType="add", GroupNames=["all"], UserIds=["444455556666"])

    def modify(request):
        for kind in ("Add", "Remove"):
            given = [(k.rsplit(".", 1)[-1], v) for k, v in request.items() if k.startswith(f"CreateVolumePermission.{kind}.")]
            if given:
                ec2.modify_snapshot_attribute(
                    SnapshotId=request["SnapshotId"], Attribute="createVolumePermission", OperationType=kind.lower(),
                    GroupNames=[v for k, v in given if k == "Group"], UserIds=[v for k, v in given if k == "UserId"])
        return '<ModifySnapshotAttributeResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15/"><return>true</return></ModifySnapshotAttributeResponse>'

    world.proxy.answers["ModifySnapshotAttribute"] = modify
    event = world.events.call("ec2.amazonaws.com", "ModifySnapshotAttribute", {"snapshotId": snapshot, "createVolumePermission": {"add": {"items": [{"group": "all"}]}}})

    def state():
        return sorted(p.get("Group") or p["UserId"] for p in ec2.describe_snapshot_attribute(**shared)["CreateVolumePermissions"])

    equal(state(), ["444455556666", "all"], "who may make volumes of it before")
    contained_twice_then_released(
        world, event, state, "--playbooks", world.playbooks("unshare-snapshot", "source: cloudtrail", "unshare-snapshot"),
        check=lambda state, line: equal(state, ["444455556666"], "who may make volumes of it"))


def rotates_a_secret_that_everybody_could_read(world):
    """moto rotates without a function: the new version is the current one at once."""
    secrets = world.account.secretsmanager
    arn = secrets.create_secret(Name="orders/db", SecretString="hunter2")["ARN"]
    secrets.rotate_secret(SecretId=arn, RotationRules={"AutomaticallyAfterDays": 30})

    def current():
        return [v for v, stages in secrets.describe_secret(SecretId=arn)["VersionIdsToStages"].items() if "AWSCURRENT" in stages]

    before = current()
    event = world.events.call("secretsmanager.amazonaws.com", "PutResourcePolicy", {
        "secretId": arn, "resourcePolicy": json.dumps({"Version": "2012-10-17", "Statement": [
            {"Effect": "Allow", "Principal": "*", "Action": "secretsmanager:GetSecretValue", "Resource": "*"}]})})
    playbooks = world.playbooks("rotate-secret", "source: cloudtrail", "rotate-secret: {}\n    irreversible: allow")
    done = ran(world.remediator.respond(event, "--enforce", "--playbooks", playbooks), "Verified")
    after = current()
    equal(after, [c["written"] for c in done["changes"]], "the current version")
    holds(after != before, "it is another one than before")


def signs_a_user_of_a_pool_out_and_enables_it_again(world):
    cognito, credentials = world.account.client("cognito-idp"), {"USERNAME": "alice", "PASSWORD": "Correct-horse-9"}
    pool = cognito.create_user_pool(PoolName="shop")["UserPool"]["Id"]
    client = cognito.create_user_pool_client(
        UserPoolId=pool, ClientName="shop", ExplicitAuthFlows=["ALLOW_ADMIN_USER_PASSWORD_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"])["UserPoolClient"]["ClientId"]
    cognito.admin_create_user(UserPoolId=pool, Username="alice")
    cognito.admin_set_user_password(UserPoolId=pool, Username="alice", Password=credentials["PASSWORD"], Permanent=True)
    session = cognito.admin_initiate_auth(UserPoolId=pool, ClientId=client, AuthFlow="ADMIN_USER_PASSWORD_AUTH", AuthParameters=credentials)["AuthenticationResult"]
    equal(cognito.get_user(AccessToken=session["AccessToken"])["Username"], "alice", "whose session it is")

    def is_signed_out(state, line):
        equal(state, False, "whether the user may sign in")
        for call, arguments in ((cognito.get_user, {"AccessToken": session["AccessToken"]}), (cognito.admin_initiate_auth, {
                "UserPoolId": pool, "ClientId": client, "AuthFlow": "REFRESH_TOKEN_AUTH", "AuthParameters": {"REFRESH_TOKEN": session["RefreshToken"]}})):
            try:
                call(**arguments)
            except cognito.exceptions.NotAuthorizedException:
                continue
            raise AssertionError(f"a token still works: {arguments}")

    _life(world, "cognito/compromised-credentials.json", {"eu-west-1_EXAMPLE": pool}, "disable-cognito-user",
          lambda: cognito.admin_get_user(UserPoolId=pool, Username="alice")["Enabled"], is_signed_out)
