"""Keys and repositories: restored or closed, and put back. moto knows ModifySnapshotAttribute in its older form alone."""
import json

from checks import contained_twice_then_released, equal


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
