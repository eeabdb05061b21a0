"""close-cluster-endpoint."""
from checks import contained_twice_then_released, equal


def _cluster(world, **access):
    name = world.account.cluster(**access)
    names = "endpointPublicAccess", "endpointPrivateAccess", "publicAccessCidrs"
    return lambda: {n: world.account.eks.describe_cluster(name=name)["cluster"]["resourcesVpcConfig"].get(n) or None for n in names}


def closes_the_public_endpoint_of_a_cluster_and_opens_it_again_to_whom_it_was_open(world):
    state = _cluster(world, endpointPublicAccess=True, endpointPrivateAccess=False, publicAccessCidrs=["198.51.100.0/24", "203.0.113.0/24"])
    playbooks = world.playbooks("endpoint", "source: guardduty", "close-cluster-endpoint")

    def check(after, line):
        equal((after["endpointPublicAccess"], after["endpointPrivateAccess"]), (None, True), "the endpoint")

    contained_twice_then_released(world, world.events.cluster(), state, "--playbooks", playbooks, check=check)


def leaves_the_endpoint_to_known_ranges_and_not_to_more_of_them_than_had_it(world):
    state = _cluster(world, endpointPublicAccess=True, endpointPrivateAccess=True, publicAccessCidrs=["203.0.113.0/24", "192.0.2.7/32"])
    playbooks = world.playbooks("ranges", "source: guardduty", 'close-cluster-endpoint: { allow: [ "203.0.113.128/25", "192.0.2.0/24" ] }')

    def check(after, line):
        equal(after, {"endpointPublicAccess": True, "endpointPrivateAccess": True, "publicAccessCidrs": ["192.0.2.7/32", "203.0.113.128/25"]}, "the endpoint")

    contained_twice_then_released(world, world.events.cluster(), lambda: {**state(), "publicAccessCidrs": sorted(state()["publicAccessCidrs"])}, "--playbooks", playbooks, check=check)
