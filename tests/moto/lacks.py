"""What moto lacks, operation by operation: each fails as soon as moto has it.

Marked with remediations, these have no scenario at all for it. The others do without the one operation: their scenarios answer it in moto's
place (RecordingProxy.answers), and everything else is moto's.
"""
import json
import urllib.error
import urllib.request

from botocore.exceptions import BotoCoreError, ClientError
from botocore.parsers import ResponseParserError


def _for(*remediations):
    def mark(scenario):
        scenario.remediations = remediations
        return scenario
    return mark


def _is_lacking(call, **arguments):
    try:
        call(**arguments)
    except (BotoCoreError, ResponseParserError):
        return  # A page of HTML in place of an answer.
    except ClientError as e:
        if e.response["ResponseMetadata"]["HTTPStatusCode"] in (404, 500, 501):
            return
        raise
    raise AssertionError("moto has it now: write the scenario in place of this")


def service_specific_credentials_can_not_be_listed(world):
    world.account.iam.create_user(UserName="with-credentials")
    _is_lacking(world.account.iam.list_service_specific_credentials, UserName="with-credentials")


@_for("find-persistence")
def the_event_history_can_not_be_looked_up(world):
    _is_lacking(world.account.cloudtrail.lookup_events)


@_for("block-domain")
def there_are_no_domain_lists_of_dns_firewall(world):
    _is_lacking(world.account.route53resolver.list_firewall_domain_lists)


def the_permission_to_create_volumes_can_not_be_removed_in_the_form_that_ec2_documents(world):
    """Only by OperationType and GroupNames: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ModifySnapshotAttribute.html"""
    ec2 = world.account.ec2
    snapshot = ec2.create_snapshot(VolumeId=ec2.create_volume(AvailabilityZone="eu-west-1a", Size=1)["VolumeId"])["SnapshotId"]
    shared = {"SnapshotId": snapshot, "Attribute": "createVolumePermission"}
    ec2.modify_snapshot_attribute(**shared, OperationType="add", GroupNames=["all"])
    ec2.modify_snapshot_attribute(**shared, CreateVolumePermission={"Remove": [{"Group": "all"}]})
    assert ec2.describe_snapshot_attribute(**shared)["CreateVolumePermissions"] == [{"Group": "all"}], "moto has it now: write the scenario in place of this"


def a_deny_on_a_condition_that_does_not_hold_denies_all_the_same_and_tags_with_the_object(world):
    """The tag could not be read back: here an object without it, and its tags, are refused."""
    s3, bucket = world.account.s3, world.account.bucket("conditions")
    s3.put_object(Bucket=bucket, Key="key", Body=b"")
    s3.put_bucket_policy(Bucket=bucket, Policy=json.dumps({"Version": "2012-10-17", "Statement": [{
        "Effect": "Deny", "Principal": "*", "Action": "s3:GetObject", "Resource": f"arn:aws:s3:::{bucket}/*",
        "Condition": {"StringEquals": {"s3:ExistingObjectTag/not": "there"}}}]}))
    try:
        s3.get_object_tagging(Bucket=bucket, Key="key")
    except ClientError as e:
        assert e.response["ResponseMetadata"]["HTTPStatusCode"] == 403, e
        return
    raise AssertionError("moto has it now: write the scenario in place of this")


def a_recorder_has_no_arn_by_which_its_tags_could_be_read(world):
    """Nothing is changed while the tags, which may exempt it, are not known."""
    config = world.account.config
    config.put_configuration_recorder(ConfigurationRecorder={
        "name": "default", "roleARN": f"arn:aws:iam::{world.account.id}:role/config", "recordingGroup": {"allSupported": True}})
    recorder, = config.describe_configuration_recorders()["ConfigurationRecorders"]
    assert "arn" not in recorder, "moto has it now: write the scenario in place of this"


@_for("revoke-access-entry")
def a_cluster_has_no_access_entries(world):
    _, subnet, _ = world.account.vpc()
    world.account.eks.create_cluster(name="entries", roleArn=f"arn:aws:iam::{world.account.id}:role/eks", resourcesVpcConfig={"subnetIds": [subnet]})
    _is_lacking(world.account.eks.list_access_entries, clusterName="entries")


@_for("delete-root-credentials")
def no_task_on_the_root_user_of_a_member_account_can_be_begun(world):
    _is_lacking(world.account.sts.assume_root, TargetPrincipal="444455556666", TaskPolicyArn={"arn": "arn:aws:iam::aws:policy/root-task/IAMAuditRootUserCredentials"})


def permission_sets_have_no_tags_that_could_be_listed(world):
    sso = world.account.client("sso-admin")
    instance = sso.list_instances()["Instances"][0]["InstanceArn"]
    permission_set = sso.create_permission_set(Name="Untagged", InstanceArn=instance)["PermissionSet"]["PermissionSetArn"]
    _is_lacking(sso.list_tags_for_resource, InstanceArn=instance, ResourceArn=permission_set)


def permission_sets_are_listed_whatever_version_of_them_is_provisioned(world):
    sso = world.account.client("sso-admin")
    instance = sso.list_instances()["Instances"][0]["InstanceArn"]
    permission_set = sso.create_permission_set(Name="Provisioned", InstanceArn=instance)["PermissionSet"]["PermissionSetArn"]
    sso.provision_permission_set(InstanceArn=instance, PermissionSetArn=permission_set, TargetType="AWS_ACCOUNT", TargetId=world.account.id)
    outdated = sso.list_permission_sets_provisioned_to_account(InstanceArn=instance, AccountId=world.account.id, ProvisioningStatus="LATEST_PERMISSION_SET_NOT_PROVISIONED")
    assert permission_set in outdated["PermissionSets"], "moto has it now: write the scenario without an answer in its place"


@_for("isolate-pod", "cordon-node", "remove-anonymous-bindings")
def clusters_have_no_kubernetes_api(world):
    try:
        with urllib.request.urlopen(f"{world.moto.url}/api/v1/nodes", timeout=10) as answer:
            found = answer.read()
    except urllib.error.HTTPError as e:
        found = e.read()
    assert b'"NodeList"' not in found, "moto has it now: write the scenario in place of this"


@_for("block-remote-ip-at-rule-group")
def there_are_no_rule_groups_of_network_firewall(world):
    _is_lacking(world.account.client("network-firewall").create_rule_group, RuleGroupName="attackers", Type="STATEFUL", Capacity=100, Rules="pass ip any any -> any any (sid:1;)")
