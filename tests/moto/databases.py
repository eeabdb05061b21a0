"""isolate-database, make-database-private, rotate-master-password, unshare-db-snapshot."""
from checks import contained_twice_then_released, equal, holds, ran

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
