"""isolate-database, make-database-private, rotate-master-password, unshare-db-snapshot."""
from checks import contained_twice_then_released, equal, holds, ran, released

PARTNER = "444455556666"


def _database(world, name):
    """In a VPC of its own, with an address on the internet."""
    rds, (_, subnet, groups) = world.account.rds, world.account.vpc()
    rds.create_db_subnet_group(DBSubnetGroupName=name, DBSubnetGroupDescription=name, SubnetIds=[subnet])
    rds.create_db_instance(
        DBInstanceIdentifier=name, DBInstanceClass="db.t4g.micro", Engine="postgres", MasterUsername="postgres", MasterUserPassword="correct-horse", AllocatedStorage=20,
        DBSubnetGroupName=name, VpcSecurityGroupIds=groups[:2], PubliclyAccessible=True)
    return name


def _event(world, name):
    return world.events.sample("guardduty/rds-login.json", {'"dbClusterIdentifier": "orders-cluster",': "", '"orders"': f'"{name}"', "db:orders": f"db:{name}"})


def _state(world, name):
    found = world.account.rds.describe_db_instances(DBInstanceIdentifier=name)["DBInstances"][0]
    return {"groups": sorted(g["VpcSecurityGroupId"] for g in found["VpcSecurityGroups"]), "public": found["PubliclyAccessible"]}


def _life(world, name, step, check):
    playbooks = world.playbooks(step, "source: guardduty", step)
    contained_twice_then_released(world, _event(world, name), lambda: _state(world, name), "--playbooks", playbooks, check=check)


def puts_a_database_behind_a_group_without_rules_and_back(world):
    name = _database(world, "isolated")

    def check(state, line):
        group, = world.account.ec2.describe_security_groups(GroupIds=state["groups"])["SecurityGroups"]
        equal((group["IpPermissions"], group["IpPermissionsEgress"]), ([], []), "the rules of the only group")
        holds(state["public"], "its address is left alone")

    _life(world, name, "isolate-database", check)


def _member(world, name):
    """An Aurora cluster, and an instance of it."""
    rds, (_, subnet, groups) = world.account.rds, world.account.vpc()
    rds.create_db_subnet_group(DBSubnetGroupName=name, DBSubnetGroupDescription=name, SubnetIds=[subnet])
    rds.create_db_cluster(
        DBClusterIdentifier=f"{name}-cluster", Engine="aurora-postgresql", MasterUsername="postgres", ManageMasterUserPassword=True,
        DBSubnetGroupName=name, VpcSecurityGroupIds=groups[:2])
    rds.create_db_instance(
        DBInstanceIdentifier=name, DBClusterIdentifier=f"{name}-cluster", DBInstanceClass="db.r7g.large", Engine="aurora-postgresql", DBSubnetGroupName=name, PubliclyAccessible=True)
    return world.events.sample("guardduty/rds-login.json", {"orders-cluster": f"{name}-cluster", '"orders"': f'"{name}"', "db:orders": f"db:{name}"})


def _cluster(world, name):
    return world.account.rds.describe_db_clusters(DBClusterIdentifier=f"{name}-cluster")["DBClusters"][0]


def puts_the_cluster_of_a_database_behind_a_group_that_has_its_rules_taken_away_again(world):
    event = _member(world, "aurora")
    step = "isolate-database"
    playbooks = "--playbooks", world.playbooks(step, "{ source: guardduty, resource: [ AWS::RDS::DBCluster ] }", step)

    def state():
        return sorted(g["VpcSecurityGroupId"] for g in _cluster(world, "aurora")["VpcSecurityGroups"])

    before = state()
    first = ran(world.remediator.respond(event, "--enforce", *playbooks), "Verified")
    quarantine, = state()
    holds(quarantine not in before, "another group than before")
    released(world.remediator.release(first["execution"]))
    equal(state(), before, "the groups after the release")

    world.account.ec2.authorize_security_group_ingress(GroupId=quarantine, IpProtocol="tcp", FromPort=5432, ToPort=5432, CidrIp="0.0.0.0/0")
    again = world.events.sample("guardduty/rds-login.json", {"orders-cluster": "aurora-cluster", '"orders"': '"aurora"', "db:orders": "db:aurora"})
    ran(world.remediator.respond(again, "--enforce", *playbooks), "Verified")
    equal(state(), [quarantine], "the groups")
    group, = world.account.ec2.describe_security_groups(GroupIds=[quarantine])["SecurityGroups"]
    equal((group["IpPermissions"], group["IpPermissionsEgress"]), ([], []), "the rules of the only group")


def takes_the_public_address_off_an_instance_of_a_cluster(world):
    event, step = _member(world, "aurora-exposed"), "make-database-private"
    playbooks = world.playbooks(step, "{ source: guardduty, resource: [ AWS::RDS::DBInstance ] }", step)
    contained_twice_then_released(
        world, event, lambda: world.account.rds.describe_db_instances(DBInstanceIdentifier="aurora-exposed")["DBInstances"][0]["PubliclyAccessible"], "--playbooks", playbooks,
        check=lambda state, line: equal(state, False, "whether it is public"))


def rotates_the_master_password_of_a_cluster(world):
    event, step = _member(world, "aurora-managed"), "rotate-master-password"
    playbooks = world.playbooks(step, "{ source: guardduty, resource: [ AWS::RDS::DBCluster ] }", "rotate-master-password: {}\n    irreversible: allow")

    def version():
        secret = world.account.secretsmanager.describe_secret(SecretId=_cluster(world, "aurora-managed")["MasterUserSecret"]["SecretArn"])
        return [v for v, stages in secret["VersionIdsToStages"].items() if "AWSCURRENT" in stages]

    before = version()
    done = ran(world.remediator.respond(event, "--enforce", "--playbooks", playbooks), "Verified")
    equal(version(), [done["changes"][0]["readBack"]], "the version that was read back")
    holds(version() != before, "another version than before")


def unshares_a_snapshot_of_a_cluster_with_everybody_and_shares_it_again(world):
    rds = world.account.rds
    _member(world, "aurora-shared")
    shared = {"DBClusterSnapshotIdentifier": "aurora-shared-1"}
    rds.create_db_cluster_snapshot(DBClusterIdentifier="aurora-shared-cluster", **shared)
    rds.modify_db_cluster_snapshot_attribute(**shared, AttributeName="restore", ValuesToAdd=["all", PARTNER])

    def state():
        attributes = rds.describe_db_cluster_snapshot_attributes(**shared)["DBClusterSnapshotAttributesResult"]["DBClusterSnapshotAttributes"]
        return sorted(v for a in attributes if a["AttributeName"] == "restore" for v in a["AttributeValues"])

    event = world.events.call("rds.amazonaws.com", "ModifyDBClusterSnapshotAttribute", {
        "dBClusterSnapshotIdentifier": "aurora-shared-1", "attributeName": "restore", "valuesToAdd": ["all"]})
    playbooks = world.playbooks("unshare-db-snapshot", "source: cloudtrail", "unshare-db-snapshot")
    contained_twice_then_released(world, event, state, "--playbooks", playbooks, check=lambda state, line: equal(state, [PARTNER], "who may restore the snapshot"))


def takes_the_public_address_off_a_database_and_gives_it_back(world):
    name = _database(world, "exposed")
    _life(world, name, "make-database-private", lambda state, line: holds(not state["public"] and len(state["groups"]) == 2, f"private, groups left alone: {state}"))


def rotates_the_master_password_that_rds_manages(world):
    rds, secrets = world.account.rds, world.account.secretsmanager
    rds.create_db_instance(DBInstanceIdentifier="managed", DBInstanceClass="db.t4g.micro", Engine="postgres", MasterUsername="postgres", ManageMasterUserPassword=True, AllocatedStorage=20)

    def version():
        secret = rds.describe_db_instances(DBInstanceIdentifier="managed")["DBInstances"][0]["MasterUserSecret"]["SecretArn"]
        current, = [v for v, stages in secrets.describe_secret(SecretId=secret)["VersionIdsToStages"].items() if "AWSCURRENT" in stages]
        return current

    before = version()
    playbooks = world.playbooks("rotate-master-password", "source: guardduty", "rotate-master-password: {}\n    irreversible: allow")
    done = ran(world.remediator.respond(_event(world, "managed"), "--enforce", "--playbooks", playbooks), "Verified")
    equal(version(), done["changes"][0]["readBack"], "the version that was read back")
    holds(version() != before, "another version than before")


def unshares_a_snapshot_of_a_database_and_shares_it_again(world):
    rds, name = world.account.rds, _database(world, "shared")
    rds.create_db_snapshot(DBInstanceIdentifier=name, DBSnapshotIdentifier="shared-1")
    rds.modify_db_snapshot_attribute(DBSnapshotIdentifier="shared-1", AttributeName="restore", ValuesToAdd=["all", PARTNER])

    def state():
        attributes = rds.describe_db_snapshot_attributes(DBSnapshotIdentifier="shared-1")["DBSnapshotAttributesResult"]["DBSnapshotAttributes"]
        return sorted(v for a in attributes if a["AttributeName"] == "restore" for v in a["AttributeValues"])

    event = world.events.sample("cloudtrail/public-db-snapshot.json", {"orders-2026-09-14": "shared-1"})
    playbooks = world.playbooks("unshare-db-snapshot", "source: cloudtrail", "unshare-db-snapshot: { whom: all }")
    contained_twice_then_released(world, event, state, "--playbooks", playbooks, check=lambda state, line: equal(state, [], "who may restore the snapshot"))
