"""Resources to contain, made and read back with boto3."""
import json

from botocore.exceptions import ClientError

TRUST = json.dumps({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"AWS": "*"}, "Action": "sts:AssumeRole"}]})
PUBLIC_READ = '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":"*","Action":"s3:GetObject","Resource":"arn:aws:s3:::%s/*"}]}'


class Account:
    """One account of moto."""

    def __init__(self, moto, account_id, credentials=("test", "test", None)):
        self.id = account_id
        self._clients = {name: moto.client(name, credentials) for name in (
            "ec2", "iam", "s3", "autoscaling", "elbv2", "dynamodb", "sts", "wafv2", "cloudtrail", "ecs", "lambda", "sqs", "rds", "kms", "ecr", "secretsmanager",
            "guardduty", "securityhub", "config", "cognito-idp", "route53resolver", "sso-admin", "network-firewall", "eks")}
        self._network = None

    @classmethod
    def other(cls, moto, account_id):
        assumed = moto.client("sts").assume_role(RoleArn=f"arn:aws:iam::{account_id}:role/seed", RoleSessionName="seed")["Credentials"]
        return cls(moto, account_id, (assumed["AccessKeyId"], assumed["SecretAccessKey"], assumed["SessionToken"]))

    def client(self, name):
        return self._clients[name]

    def __getattr__(self, name):
        return self._clients[name]

    # Instances

    def vpc(self):
        vpc = self.ec2.create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
        subnet = self.ec2.create_subnet(VpcId=vpc, CidrBlock="10.0.1.0/24", AvailabilityZone="eu-west-1a")["Subnet"]["SubnetId"]
        groups = [self.ec2.create_security_group(GroupName=n, Description=n, VpcId=vpc)["GroupId"] for n in ("web", "admin", "db", "backup")]
        return vpc, subnet, groups

    def instance(self, network, groups_of_instance=False, role=None):
        """Two interfaces with two groups each; two volumes.

        Groups of the instance (SecurityGroupIds) are what moto goes on listing on every interface after they were replaced.
        """
        vpc, subnet, groups = network
        request = {"ImageId": self._image(), "InstanceType": "m5.large", "MinCount": 1, "MaxCount": 1}
        if role:
            request["IamInstanceProfile"] = {"Name": role}
        if groups_of_instance:
            request |= {"SubnetId": subnet, "SecurityGroupIds": groups[:2]}
        else:
            request["NetworkInterfaces"] = [
                {"DeviceIndex": 0, "SubnetId": subnet, "Groups": groups[:2]}, {"DeviceIndex": 1, "SubnetId": subnet, "Groups": groups[2:]}]
        made = self.ec2.run_instances(**request)["Instances"][0]
        if groups_of_instance:
            second = self.ec2.create_network_interface(SubnetId=subnet, Groups=groups[2:])["NetworkInterface"]["NetworkInterfaceId"]
            self.ec2.attach_network_interface(NetworkInterfaceId=second, InstanceId=made["InstanceId"], DeviceIndex=1)
        volume = self.ec2.create_volume(AvailabilityZone="eu-west-1a", Size=8)["VolumeId"]
        self.ec2.attach_volume(VolumeId=volume, InstanceId=made["InstanceId"], Device="/dev/sdh")
        self.ec2.create_tags(Resources=[made["InstanceId"]], Tags=[{"Key": "Name", "Value": "web-1"}])
        return made["InstanceId"]

    def give_elastic_ip(self, instance):
        """By the instance: given to an interface, moto does not list it as the instance's."""
        address = self.ec2.allocate_address(Domain="vpc")
        self.ec2.associate_address(AllocationId=address["AllocationId"], InstanceId=instance)
        return address["AllocationId"]

    def put_behind_load_balancer(self, instance, network, name):
        group = self.elbv2.create_target_group(Name=name, Protocol="HTTP", Port=80, VpcId=network[0], TargetType="instance")["TargetGroups"][0]["TargetGroupArn"]
        self.elbv2.register_targets(TargetGroupArn=group, Targets=[{"Id": instance, "Port": 80}])
        return group

    def put_into_scaling_group(self, instance, network, name):
        self.autoscaling.create_launch_configuration(LaunchConfigurationName=name, ImageId=self._image(), InstanceType="m5.large")
        self.autoscaling.create_auto_scaling_group(
            AutoScalingGroupName=name, LaunchConfigurationName=name, MinSize=0, MaxSize=4, DesiredCapacity=0, VPCZoneIdentifier=network[1])
        self.autoscaling.attach_instances(AutoScalingGroupName=name, InstanceIds=[instance])

    def groups(self, instance):
        """Of every interface, by its id."""
        return {n["NetworkInterfaceId"]: sorted(g["GroupId"] for g in n["Groups"]) for n in self._interfaces(instance)}

    def quarantine_groups(self, network):
        return [g for g in self.ec2.describe_security_groups(Filters=[{"Name": "vpc-id", "Values": [network[0]]}])["SecurityGroups"]
                if any(t == {"Key": "remediator:role", "Value": "quarantine"} for t in g.get("Tags", []))]

    def instance_state(self, instance):
        """Everything about an instance that a response may change."""
        scaling = self.autoscaling.describe_auto_scaling_instances(InstanceIds=[instance])["AutoScalingInstances"]
        groups = self.groups(instance)
        return {
            "groups": groups,
            "addresses": sorted((a["AllocationId"], a["NetworkInterfaceId"], a.get("PrivateIpAddress"))
                                for a in self.ec2.describe_addresses()["Addresses"] if a.get("NetworkInterfaceId") in groups),
            "termination protection": self.ec2.describe_instance_attribute(InstanceId=instance, Attribute="disableApiTermination")["DisableApiTermination"]["Value"],
            "shutdown": self.ec2.describe_instance_attribute(InstanceId=instance, Attribute="instanceInitiatedShutdownBehavior")["InstanceInitiatedShutdownBehavior"]["Value"],
            "deleted with it": {m["DeviceName"]: m["Ebs"]["DeleteOnTermination"] for m in self._instance(instance)["BlockDeviceMappings"]},
            "tags": sorted((t["Key"], t["Value"]) for t in self._instance(instance).get("Tags", []) if not t["Key"].startswith("aws:")),
            "scaling": [(s["AutoScalingGroupName"], s["LifecycleState"]) for s in scaling],
            "targets": sorted(
                g["TargetGroupArn"] for g in self.elbv2.describe_target_groups()["TargetGroups"]
                for h in self.elbv2.describe_target_health(TargetGroupArn=g["TargetGroupArn"])["TargetHealthDescriptions"]
                if h["Target"]["Id"] == instance and h["TargetHealth"]["State"] != "draining"),
        }

    def snapshots(self, execution):
        return self.ec2.describe_snapshots(Filters=[{"Name": "tag:remediator:execution", "Values": [execution]}])["Snapshots"]

    def volumes(self, instance):
        return sorted(m["Ebs"]["VolumeId"] for m in self._instance(instance)["BlockDeviceMappings"])

    def _image(self):
        if not self._network:
            self._network = self.ec2.describe_images(Owners=["amazon"])["Images"][0]["ImageId"]
        return self._network

    def _instance(self, instance):
        return self.ec2.describe_instances(InstanceIds=[instance])["Reservations"][0]["Instances"][0]

    def _interfaces(self, instance):
        return self.ec2.describe_network_interfaces(Filters=[{"Name": "attachment.instance-id", "Values": [instance]}])["NetworkInterfaces"]

    # Identities

    def user(self, name):
        """The ids of two active keys."""
        self.iam.create_user(UserName=name)
        return [self.iam.create_access_key(UserName=name)["AccessKey"]["AccessKeyId"] for _ in range(2)]

    def user_state(self, name):
        return {
            "keys": {k["AccessKeyId"]: k["Status"] for k in self.iam.list_access_keys(UserName=name)["AccessKeyMetadata"]},
            "policies": {p: self.iam.get_user_policy(UserName=name, PolicyName=p)["PolicyDocument"] for p in self.iam.list_user_policies(UserName=name)["PolicyNames"]},
        }

    def role(self, name, policy=None, profile=False):
        """The unique id of a role."""
        made = self.iam.create_role(RoleName=name, AssumeRolePolicyDocument=TRUST)["Role"]["RoleId"]
        if policy:
            self.iam.put_role_policy(RoleName=name, PolicyName="action", PolicyDocument=policy)
        if profile:
            self.iam.create_instance_profile(InstanceProfileName=name)
            self.iam.add_role_to_instance_profile(InstanceProfileName=name, RoleName=name)
        return made

    def role_state(self, name):
        return {p: self.iam.get_role_policy(RoleName=name, PolicyName=p)["PolicyDocument"] for p in self.iam.list_role_policies(RoleName=name)["PolicyNames"]}

    def user_id(self, name):
        return self.iam.get_user(UserName=name)["User"]["UserId"]

    def role_id(self, name):
        return self.iam.get_role(RoleName=name)["Role"]["RoleId"]

    # Tasks

    def task(self, cluster, role=None, instance=None):
        """Of a service of the same name, in a cluster of its own; its ARN."""
        ecs = self.ecs
        ecs.create_cluster(clusterName=cluster)
        ecs.register_task_definition(
            family=cluster, containerDefinitions=[{"name": "app", "image": f"{cluster}:7", "memory": 128, "environment": [{"name": "PASSWORD", "value": "hunter2"}]}],
            **({"taskRoleArn": f"arn:aws:iam::{self.id}:role/{role}"} if role else {}))
        ecs.create_service(cluster=cluster, serviceName=cluster, taskDefinition=cluster, desiredCount=2)
        if instance:
            ecs.register_container_instance(cluster=cluster, instanceIdentityDocument=json.dumps({"region": self.ec2.meta.region_name, "accountId": self.id, "instanceId": instance}))
            return ecs.run_task(cluster=cluster, taskDefinition=cluster, group=f"service:{cluster}")["tasks"][0]["taskArn"]
        _, subnet, groups = self.vpc()
        return ecs.run_task(
            cluster=cluster, taskDefinition=cluster, launchType="FARGATE", group=f"service:{cluster}",
            networkConfiguration={"awsvpcConfiguration": {"subnets": [subnet], "securityGroups": groups[:1]}})["tasks"][0]["taskArn"]

    # Clusters

    def cluster(self, **access):
        """The one of the sample events, made anew."""
        if "shop" in self.eks.list_clusters()["clusters"]:
            self.eks.delete_cluster(name="shop")
        _, subnet, _ = self.vpc()
        self.eks.create_cluster(name="shop", roleArn=f"arn:aws:iam::{self.id}:role/eks", resourcesVpcConfig={"subnetIds": [subnet], **access})
        return "shop"

    # Buckets

    def bucket(self, name, block=None):
        self.s3.create_bucket(Bucket=name, CreateBucketConfiguration={"LocationConstraint": "eu-west-1"})
        self.s3.put_bucket_policy(Bucket=name, Policy=PUBLIC_READ % name)
        if block:
            self.s3.put_public_access_block(Bucket=name, PublicAccessBlockConfiguration=block)
        return name

    def bucket_state(self, name):
        """The block as S3 has it, or the error by which S3 says that there is none."""
        try:
            block = self.s3.get_public_access_block(Bucket=name)["PublicAccessBlockConfiguration"]
        except ClientError as e:
            block = e.response["Error"]["Code"]
        return {"block": block, "policy": json.loads(self.s3.get_bucket_policy(Bucket=name)["Policy"])}
