"""What moto lacks, operation by operation: each fails as soon as moto has it.

Scenarios can do without such an operation: they answer it in moto's place (RecordingProxy.answers), and everything else is moto's. Where that
would leave nothing but answers of ours, they show how the remediation stops at it (stopped.py). coverage.py lets neither happen for an operation
that is not here.
"""
import json
import urllib.error
import urllib.request

import operations
from botocore.exceptions import ClientError
from botocore.parsers import ResponseParserError

_ROLE = "arn:aws:iam::123456789012:role/somebody"
_ENTRY = {"clusterName": "shop", "principalArn": _ROLE}
_INSTANCE = "arn:aws:sso:::instance/ssoins-1111111111111111"

# By boto3's name of the service and AWS's of the operation, with parameters that boto3 sends.
OPERATIONS = {
    ("cloudtrail", "LookupEvents"): {},
    ("ec2", "GetConsoleScreenshot"): {"InstanceId": "i-0123456789abcdef0"},
    ("eks", "AssociateAccessPolicy"): {**_ENTRY, "policyArn": "arn:aws:eks::aws:cluster-access-policy/AmazonEKSViewPolicy", "accessScope": {"type": "cluster"}},
    ("eks", "CreateAccessEntry"): _ENTRY,
    ("eks", "DeleteAccessEntry"): _ENTRY,
    ("eks", "DescribeAccessEntry"): _ENTRY,
    ("eks", "DescribeUpdate"): {"name": "shop", "updateId": "0a1b2c3d"},
    ("eks", "ListAccessEntries"): {"clusterName": "shop"},
    ("eks", "ListAssociatedAccessPolicies"): _ENTRY,
    ("eks", "ListUpdates"): {"name": "shop"},
    ("iam", "ListOrganizationsFeatures"): {},
    ("iam", "ListServiceSpecificCredentials"): {"UserName": "somebody"},
    ("iam", "UpdateServiceSpecificCredential"): {"UserName": "somebody", "ServiceSpecificCredentialId": "ACCAEXAMPLEEXAMPLEID0", "Status": "Inactive"},
    ("network-firewall", "DescribeRuleGroup"): {"RuleGroupName": "attackers", "Type": "STATEFUL"},
    ("network-firewall", "UpdateRuleGroup"): {
        "UpdateToken": "0a1b2c3d-0000-4000-8000-000000000001", "RuleGroupName": "attackers", "Type": "STATEFUL", "Rules": "pass ip any any -> any any (sid:1;)"},
    ("route53resolver", "ListFirewallDomainLists"): {},
    ("route53resolver", "ListFirewallDomains"): {"FirewallDomainListId": "rslvr-fdl-1"},
    ("route53resolver", "ListFirewallRuleGroupAssociations"): {},
    ("route53resolver", "ListFirewallRules"): {"FirewallRuleGroupId": "rslvr-frg-1"},
    ("route53resolver", "UpdateFirewallDomains"): {"FirewallDomainListId": "rslvr-fdl-1", "Operation": "ADD", "Domains": ["bad.example."]},
    ("sso-admin", "ListTagsForResource"): {"InstanceArn": _INSTANCE, "ResourceArn": "arn:aws:sso:::permissionSet/ssoins-1111111111111111/ps-1111111111111111"},
    ("sts", "AssumeRoot"): {"TargetPrincipal": "444455556666", "TaskPolicyArn": {"arn": "arn:aws:iam::aws:policy/root-task/IAMAuditRootUserCredentials"}},
}


def _answers(*named, says=None):
    """What it makes scenarios answer in moto's place; or what the command says where it stops."""
    def mark(scenario):
        scenario.actions, scenario.says = named, says
        return scenario
    return mark


def moto_has_none_of_these_operations(world):
    """It says so with a page of HTML: an error of the service's own would be an answer."""
    has = [f"{service}:{operation}" for (service, operation), arguments in OPERATIONS.items() if not _is_page(world.moto.client(service), operation, arguments)]
    assert not has, f"moto has it now: write the scenario in place of this: {', '.join(has)}"


def _is_page(client, operation, arguments):
    call = getattr(client, operations.python_name(operation))
    try:
        call(**arguments)
    except ResponseParserError as e:
        return "<!doctype" in str(e)
    except ClientError as e:
        return e.response["Error"]["Message"].startswith("<!doctype html>")
    return False


@_answers("ec2:ModifySnapshotAttribute")
def the_permission_to_create_volumes_can_not_be_removed_in_the_form_that_ec2_documents(world):
    """Only by OperationType and GroupNames: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ModifySnapshotAttribute.html"""
    ec2 = world.account.ec2
    snapshot = ec2.create_snapshot(VolumeId=ec2.create_volume(AvailabilityZone="eu-west-1a", Size=1)["VolumeId"])["SnapshotId"]
    shared = {"SnapshotId": snapshot, "Attribute": "createVolumePermission"}
    ec2.modify_snapshot_attribute(**shared, OperationType="add", GroupNames=["all"])
    ec2.modify_snapshot_attribute(**shared, CreateVolumePermission={"Remove": [{"Group": "all"}]})
    assert ec2.describe_snapshot_attribute(**shared)["CreateVolumePermissions"] == [{"Group": "all"}], "moto has it now: write the scenario in place of this"


@_answers("s3:GetObjectTagging", "s3:GetObjectVersionTagging")
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


@_answers("config:DescribeConfigurationRecorders", "config:ListTagsForResource")
def a_recorder_has_no_arn_by_which_its_tags_could_be_read(world):
    """Nothing is changed while the tags, which may exempt it, are not known."""
    config = world.account.config
    config.put_configuration_recorder(ConfigurationRecorder={
        "name": "default", "roleARN": f"arn:aws:iam::{world.account.id}:role/config", "recordingGroup": {"allSupported": True}})
    recorder, = config.describe_configuration_recorders()["ConfigurationRecorders"]
    assert "arn" not in recorder, "moto has it now: write the scenario in place of this"


@_answers("sso:ListPermissionSetsProvisionedToAccount")
def permission_sets_are_listed_whatever_version_of_them_is_provisioned(world):
    sso = world.account.client("sso-admin")
    instance = sso.list_instances()["Instances"][0]["InstanceArn"]
    permission_set = sso.create_permission_set(Name="Provisioned", InstanceArn=instance)["PermissionSet"]["PermissionSetArn"]
    sso.provision_permission_set(InstanceArn=instance, PermissionSetArn=permission_set, TargetType="AWS_ACCOUNT", TargetId=world.account.id)
    outdated = sso.list_permission_sets_provisioned_to_account(InstanceArn=instance, AccountId=world.account.id, ProvisioningStatus="LATEST_PERMISSION_SET_NOT_PROVISIONED")
    assert permission_set in outdated["PermissionSets"], "moto has it now: write the scenario without an answer in its place"


@_answers(says="the Kubernetes API of the cluster shop answered 404")
def clusters_have_no_kubernetes_api(world):
    try:
        with urllib.request.urlopen(f"{world.moto.url}/api/v1/nodes", timeout=10) as answer:
            found = answer.read()
    except urllib.error.HTTPError as e:
        found = e.read()
    assert b'"NodeList"' not in found, "moto has it now: write the scenario in place of this"
