"""enable-guardduty, enable-security-hub: what was turned off is on again, and stays on after a release."""
from checks import equal, ran


def enables_a_suspended_detector_and_a_release_leaves_it_on(world):
    guardduty = world.account.guardduty
    for left in guardduty.list_detectors()["DetectorIds"]:
        guardduty.delete_detector(DetectorId=left)
    detector = guardduty.create_detector(Enable=False)["DetectorId"]
    playbooks = "--playbooks", world.playbooks("enable-guardduty", "source: cloudtrail", "enable-guardduty")
    event = world.events.sample("cloudtrail/suspend-guardduty.json", {"12abc34d567e8fa901bc2d34e56789f0": detector})

    ran(world.remediator.respond(event, *playbooks), "Observed")
    equal(guardduty.get_detector(DetectorId=detector)["Status"], "DISABLED", "the detector without --enforce")
    done = ran(world.remediator.respond(event, "--enforce", *playbooks), "Verified")
    equal(guardduty.get_detector(DetectorId=detector)["Status"], "ENABLED", "the detector")
    left = world.remediator.release(done["execution"])
    equal((left.only["outcome"], left.code), ("nothing-to-release", 0), f"the release: {left}")
    equal(guardduty.get_detector(DetectorId=detector)["Status"], "ENABLED", "the detector after the release")


def enables_security_hub_where_it_was_disabled_and_a_release_leaves_it_on(world):
    hub = world.account.securityhub
    playbooks = "--playbooks", world.playbooks("enable-security-hub", "source: cloudtrail", "enable-security-hub")
    event = world.events.sample("cloudtrail/disable-security-hub.json", {})

    ran(world.remediator.respond(event, *playbooks), "Observed")
    try:
        hub.describe_hub()
        raise AssertionError("the hub is enabled without --enforce")
    except hub.exceptions.InvalidAccessException:
        pass
    done = ran(world.remediator.respond(event, "--enforce", *playbooks), "Verified")
    equal(hub.describe_hub()["HubArn"].split(":")[-1], "hub/default", "the hub")
    left = world.remediator.release(done["execution"])
    equal((left.only["outcome"], left.code), ("nothing-to-release", 0), f"the release: {left}")
    equal(hub.describe_hub()["HubArn"].split(":")[-1], "hub/default", "the hub after the release")
