"""The same response as Remediator's, as one would write it with boto3: the yardstick of tools/Benchmark.

A Lambda function with its own loop. For each finding: claim the execution, assume the action role, read the instance and what
surrounds it, record the plan, change, read back, record the outcome. With --threads the independent calls of a step run side
by side; without, one after the other, as most such functions do.
"""

import hashlib
import http.client
import json
import os
import sys
import time
from concurrent.futures import ThreadPoolExecutor

import boto3

TABLE = os.environ["REMEDIATOR_TABLE"]
ROLE = os.environ["REMEDIATOR_ACTION_ROLE"]
QUARANTINE = "remediator-quarantine"

dynamodb = boto3.client("dynamodb")
sts = boto3.client("sts")
pool = ThreadPoolExecutor(12) if "--threads" in sys.argv else None


def together(*calls):
    if pool is None:
        return [call() for call in calls]
    return [future.result() for future in [pool.submit(call) for call in calls]]


def claim(execution, finding):
    now = int(time.time())
    return dynamodb.update_item(
        TableName=TABLE,
        Key={"pk": {"S": f"execution#{execution}"}, "sk": {"S": "execution"}},
        UpdateExpression="SET #owner = :owner, #until = :until, #body = if_not_exists(#body, :body)",
        ConditionExpression="attribute_not_exists(#owner) OR #until <= :now",
        ExpressionAttributeNames={"#owner": "leaseOwner", "#until": "leaseUntil", "#body": "body"},
        ExpressionAttributeValues={
            ":owner": {"S": execution},
            ":until": {"N": str(now + 90)},
            ":now": {"N": str(now)},
            ":body": {"S": json.dumps(finding)},
        },
        ReturnValues="ALL_NEW",
    )["Attributes"]


def save(execution, version, body, news=False):
    """The state and an entry of the audit in one transaction, with the news for people at the end."""

    def item(sort_key):
        return {"pk": {"S": f"execution#{execution}"}, "sk": {"S": sort_key}, "body": {"S": json.dumps(body, default=str)}}

    state = {
        "TableName": TABLE,
        "Key": {"pk": {"S": f"execution#{execution}"}, "sk": {"S": "execution"}},
        "UpdateExpression": "SET #body = :body",
        "ConditionExpression": "#owner = :owner",
        "ExpressionAttributeNames": {"#body": "body", "#owner": "leaseOwner"},
        "ExpressionAttributeValues": {":body": {"S": json.dumps(body, default=str)}, ":owner": {"S": execution}},
    }
    audit = {"TableName": TABLE, "Item": item(f"audit#{version}"), "ConditionExpression": "attribute_not_exists(pk)"}
    writes = [{"Update": state}, {"Put": audit}]
    if news:
        writes.append({"Put": {"TableName": TABLE, "Item": item("outbox#verified")}})
    dynamodb.transact_write_items(TransactItems=writes)


def respond(finding):
    detail = finding["detail"]
    instance_id = detail["resource"]["instanceDetails"]["instanceId"]
    profile = detail["resource"]["instanceDetails"]["iamInstanceProfile"]["arn"].rsplit("/", 1)[1]
    execution = "rx-" + hashlib.sha256(f"{detail['arn']}|{instance_id}".encode()).hexdigest()[:20]

    _, session = together(
        lambda: claim(execution, finding),
        lambda: sts.assume_role(
            RoleArn=f"arn:aws:iam::{detail['accountId']}:role/{ROLE}", RoleSessionName=execution, DurationSeconds=900
        )["Credentials"],
    )
    keys = {
        "region_name": detail["region"],
        "aws_access_key_id": session["AccessKeyId"],
        "aws_secret_access_key": session["SecretAccessKey"],
        "aws_session_token": session["SessionToken"],
    }
    ec2, autoscaling, elb, iam = (boto3.client(name, **keys) for name in ("ec2", "autoscaling", "elbv2", "iam"))

    by_instance = [{"Name": "attachment.instance-id", "Values": [instance_id]}]
    cutoff = f"RemediatorCutSessions-{execution}"
    snapshot_filter = [{"Name": "tag:remediator:execution", "Values": [execution]}]

    def role_and_policy():
        name = iam.get_instance_profile(InstanceProfileName=profile)["InstanceProfile"]["Roles"][0]["RoleName"]
        role = iam.get_role(RoleName=name)["Role"]
        return role, policy_of(role["RoleName"])

    def policy_of(role):
        if cutoff not in iam.list_role_policies(RoleName=role)["PolicyNames"]:
            return None
        return iam.get_role_policy(RoleName=role, PolicyName=cutoff)["PolicyDocument"]

    instance, interfaces, groups, scaling, protection, shutdown, targets, snapshots, (role, _) = together(
        lambda: ec2.describe_instances(InstanceIds=[instance_id])["Reservations"][0]["Instances"][0],
        lambda: ec2.describe_network_interfaces(Filters=by_instance)["NetworkInterfaces"],
        lambda: ec2.describe_security_groups(Filters=[{"Name": "group-name", "Values": [QUARANTINE]}])["SecurityGroups"],
        lambda: autoscaling.describe_auto_scaling_instances(InstanceIds=[instance_id])["AutoScalingInstances"],
        lambda: ec2.describe_instance_attribute(InstanceId=instance_id, Attribute="disableApiTermination")["DisableApiTermination"],
        lambda: ec2.describe_instance_attribute(InstanceId=instance_id, Attribute="instanceInitiatedShutdownBehavior")["InstanceInitiatedShutdownBehavior"],
        lambda: elb.describe_target_groups(PageSize=400)["TargetGroups"],
        lambda: ec2.describe_snapshots(OwnerIds=["self"], Filters=snapshot_filter)["Snapshots"],
        role_and_policy,
    )
    group = next(g["GroupId"] for g in groups if g["VpcId"] == instance["VpcId"])
    plan = {
        "finding": detail["arn"],
        "interfaces": {i["NetworkInterfaceId"]: [g["GroupId"] for g in i["Groups"]] for i in interfaces},
        "after": [group],
        "autoScaling": scaling,
        "targets": targets,
        "addresses": [i.get("Association") for i in interfaces],
        "shutdown": shutdown,
        "volumes": [m["Ebs"] for m in instance["BlockDeviceMappings"]],
        "protected": protection,
        "snapshots": snapshots,
    }
    save(execution, 1, {"state": "planned", **plan})

    together(*[
        lambda i=i: ec2.modify_network_interface_attribute(NetworkInterfaceId=i["NetworkInterfaceId"], Groups=[group])
        for i in interfaces
    ])
    ec2.modify_instance_attribute(InstanceId=instance_id, DisableApiTermination={"Value": True})
    ec2.modify_instance_attribute(InstanceId=instance_id, InstanceInitiatedShutdownBehavior={"Value": "stop"})
    for mapping in instance["BlockDeviceMappings"]:
        keep = {"VolumeId": mapping["Ebs"]["VolumeId"], "DeleteOnTermination": False}
        ec2.modify_instance_attribute(InstanceId=instance_id, BlockDeviceMappings=[{"DeviceName": mapping["DeviceName"], "Ebs": keep}])
    deny = {
        "Version": "2012-10-17",
        "Statement": [{
            "Sid": "RemediatorCutSessions",
            "Effect": "Deny",
            "Action": "*",
            "Resource": "*",
            "Condition": {"StringEquals": {"aws:userid": f"{role['RoleId']}:{instance_id}"}},
        }],
    }
    iam.put_role_policy(RoleName=role["RoleName"], PolicyName=cutoff, PolicyDocument=json.dumps(deny))
    ec2.create_snapshots(
        InstanceSpecification={"InstanceId": instance_id},
        TagSpecifications=[{
            "ResourceType": "snapshot",
            "Tags": [
                {"Key": "remediator:role", "Value": "evidence"},
                {"Key": "remediator:execution", "Value": execution},
                {"Key": "remediator:instance", "Value": instance_id},
            ],
        }],
    )

    after, protected, policy, taken, _ = together(
        lambda: ec2.describe_network_interfaces(NetworkInterfaceIds=[i["NetworkInterfaceId"] for i in interfaces])["NetworkInterfaces"],
        lambda: ec2.describe_instance_attribute(InstanceId=instance_id, Attribute="disableApiTermination")["DisableApiTermination"],
        lambda: policy_of(role["RoleName"]),
        lambda: ec2.describe_snapshots(OwnerIds=["self"], Filters=snapshot_filter)["Snapshots"],
        lambda: ec2.describe_security_groups(GroupIds=[group])["SecurityGroups"],
    )
    if any([g["GroupId"] for g in i["Groups"]] != [group] for i in after) or not protected["Value"] or not policy or not taken:
        raise RuntimeError(f"{instance_id} is not contained")

    save(execution, 2, {"state": "verified", **plan}, news=True)


def main():
    api = http.client.HTTPConnection(os.environ["AWS_LAMBDA_RUNTIME_API"])
    base = "/2018-06-01/runtime/invocation/"
    while True:
        api.request("GET", base + "next")
        invocation = api.getresponse()
        event = json.loads(invocation.read())
        for record in event["Records"]:
            respond(json.loads(record["body"]))
        api.request("POST", f"{base}{invocation.headers['Lambda-Runtime-Aws-Request-Id']}/response", '{"batchItemFailures":[]}')
        api.getresponse().read()


main()
