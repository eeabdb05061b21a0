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


def denies_pulls_from_a_repository_beside_its_policy(world):
    ecr = world.moto.client("ecr")
    ecr.create_repository(repositoryName="shop-7")
    ecr.set_repository_policy(repositoryName="shop-7", policyText=json.dumps({"Version": "2012-10-17", "Statement": [
        {"Sid": "Team", "Effect": "Allow", "Principal": "*", "Action": "ecr:BatchGetImage"}]}))

    def state():
        return json.loads(ecr.get_repository_policy(repositoryName="shop-7")["policyText"])

    _life(world, "cloudtrail/public-repository.json", {'"repositoryName": "web"': '"repositoryName": "shop-7"'}, "deny-pull", state,
          lambda state, line: equal([s["Sid"] for s in state["Statement"]], ["Team", "RemediatorDenyPull"], "the statements"))


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
        check=lambda state, line: equal(state, [], "who may launch the image"))


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
    cognito = world.account.client("cognito-idp")
    pool = cognito.create_user_pool(PoolName="shop")["UserPool"]["Id"]
    cognito.admin_create_user(UserPoolId=pool, Username="alice")
    _life(world, "cognito/compromised-credentials.json", {"eu-west-1_EXAMPLE": pool}, "disable-cognito-user",
          lambda: cognito.admin_get_user(UserPoolId=pool, Username="alice")["Enabled"], lambda state, line: equal(state, False, "whether the user may sign in"))
