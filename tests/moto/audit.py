"""What recorded or detected does so again: enable-guardduty, enable-security-hub, restart-cloudtrail, start-config-recorder, and restore-trail-selectors,
restore-trail-settings and restore-guardduty-features, by what calls before had set.
"""
import json

from checks import contained_twice_then_released, equal, ran


def _stays_on(world, step, sample, names, is_on):
    """Nothing without --enforce, on with it, and on after a release."""
    playbooks = "--playbooks", world.playbooks(step, "source: cloudtrail", step)
    event = world.events.sample(sample, names)
    ran(world.remediator.respond(event, *playbooks), "Observed")
    equal(is_on(), False, "whether it is on without --enforce")
    done = ran(world.remediator.respond(event, "--enforce", *playbooks), "Verified")
    equal(is_on(), True, "whether it is on")
    left = world.remediator.release(done["execution"])
    equal((left.only["outcome"], left.code), ("nothing-to-release", 0), f"the release: {left}")
    equal(is_on(), True, "whether it is on after the release")


def starts_a_stopped_trail_and_a_release_leaves_it_logging(world):
    cloudtrail = world.account.cloudtrail
    world.account.bucket("trail-logs")
    cloudtrail.create_trail(Name="stopped", S3BucketName="trail-logs", IsMultiRegionTrail=True)  # moto starts a trail by its name only
    cloudtrail.start_logging(Name="stopped")
    cloudtrail.stop_logging(Name="stopped")
    _stays_on(world, "restart-cloudtrail", "cloudtrail/stop-logging.json", {f"arn:aws:cloudtrail:eu-west-1:{world.account.id}:trail/main": "stopped"},
              lambda: cloudtrail.get_trail_status(Name="stopped")["IsLogging"])


def starts_a_stopped_recorder_and_a_release_leaves_it_recording(world):
    """moto gives recorders no ARN, and so no tags (lacks.py): here it has one, and none."""
    config = world.account.config
    config.put_configuration_recorder(ConfigurationRecorder={
        "name": "default", "roleARN": f"arn:aws:iam::{world.account.id}:role/config", "recordingGroup": {"allSupported": True}})
    config.put_delivery_channel(DeliveryChannel={"name": "default", "s3BucketName": world.account.bucket("config-logs")})
    arn = f"arn:aws:config:eu-west-1:{world.account.id}:configuration-recorder/default/abcdefgh"
    world.proxy.answers["DescribeConfigurationRecorders"] = lambda request: {
        "ConfigurationRecorders": [r | {"arn": arn} for r in config.describe_configuration_recorders(**request)["ConfigurationRecorders"]]}
    world.proxy.answers["ListTagsForResource"] = lambda request: {"Tags": []} if request["ResourceArn"] == arn else None
    _stays_on(world, "start-config-recorder", "cloudtrail/stop-config-recorder.json", {},
              lambda: config.describe_configuration_recorder_status()["ConfigurationRecordersStatus"][0]["recording"])


ALL = [{"ReadWriteType": "All", "IncludeManagementEvents": True, "DataResources": [{"Type": "AWS::S3::Object", "Values": ["arn:aws:s3:::exports/"]}]}]
NONE = [{"ReadWriteType": "ReadOnly", "IncludeManagementEvents": False}]
MANAGEMENT = [{"Name": "Management", "FieldSelectors": [{"Field": "eventCategory", "Equals": ["Management"]}, {"Field": "readOnly", "Equals": ["false"]}]}]


def _in_events(value):
    """As CloudTrail's events spell what its API spells with a capital letter."""
    if isinstance(value, dict):
        return {k[0].lower() + k[1:]: _in_events(v) for k, v in value.items()}
    return [_in_events(v) for v in value] if isinstance(value, list) else value


def _put(cloudtrail, name, hour, **selectors):
    """Puts them, and gives the record that CloudTrail would have of it."""
    answer = cloudtrail.put_event_selectors(TrailName=name, **selectors)
    return {"EventName": "PutEventSelectors", "CloudTrailEvent": json.dumps({
        "eventVersion": "1.11", "eventSource": "cloudtrail.amazonaws.com", "eventName": "PutEventSelectors", "eventID": f"0a1b2c3d-0000-4000-8000-00000000000{hour}",
        "eventTime": f"2026-09-0{hour}T09:00:00Z", "userIdentity": {"type": "IAMUser", "arn": f"arn:aws:iam::{answer['TrailARN'].split(':')[4]}:user/admin"},
        "requestParameters": {"trailName": name, **_in_events(selectors)}, "responseElements": {"trailARN": answer["TrailARN"], **_in_events(selectors)}})}


def _thinned_out_trail(world, name, **before):
    """With a history in place of the one that moto lacks (lacks.py): the newest call first, as CloudTrail has it."""
    cloudtrail = world.account.cloudtrail
    world.account.bucket(f"{name}-logs")
    cloudtrail.create_trail(Name=name, S3BucketName=f"{name}-logs")
    history = [_put(cloudtrail, name, 2, **before), _put(cloudtrail, name, 1, EventSelectors=ALL)]
    cloudtrail.put_event_selectors(TrailName=name, EventSelectors=NONE)
    world.proxy.answers["LookupEvents"] = lambda request: {
        "Events": history if request["LookupAttributes"] == [{"AttributeKey": "EventName", "AttributeValue": "PutEventSelectors"}] else []}
    event = world.events.sample("cloudtrail/put-event-selectors.json", {'"trailName": "main"': f'"trailName": "{name}"', "trail/main": f"trail/{name}"})
    return event, ("--playbooks", world.playbooks("restore-trail-selectors", "source: cloudtrail", "restore-trail-selectors"))


def gives_a_trail_its_event_selectors_back_and_a_release_takes_them_away_again(world):
    event, playbooks = _thinned_out_trail(world, "thinned", EventSelectors=[ALL[0] | {"ReadWriteType": "WriteOnly"}])
    contained_twice_then_released(
        world, event, lambda: world.account.cloudtrail.get_event_selectors(TrailName="thinned")["EventSelectors"], *playbooks,
        check=lambda state, line: equal(state, [ALL[0] | {"ReadWriteType": "WriteOnly"}], "the event selectors"))


def gives_a_trail_its_advanced_event_selectors_back(world):
    """A release is not for moto: it keeps advanced selectors beside the basic ones that replace them."""
    event, playbooks = _thinned_out_trail(world, "advanced", AdvancedEventSelectors=MANAGEMENT)
    ran(world.remediator.respond(event, "--enforce", *playbooks), "Verified")
    found = world.account.cloudtrail.get_event_selectors(TrailName="advanced")
    equal((found["EventSelectors"], found["AdvancedEventSelectors"]), ([], MANAGEMENT), "the event selectors")


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


def _history(world, name, source, record):
    """One call, in place of the history that moto lacks (lacks.py)."""
    event = {"EventName": name, "CloudTrailEvent": json.dumps({
        "eventVersion": "1.11", "eventSource": source, "eventName": name, "eventID": "0a1b2c3d-0000-4000-8000-00000000aaaa", "eventTime": "2026-09-01T09:00:00Z",
        "userIdentity": {"type": "IAMUser", "arn": f"arn:aws:iam::{world.account.id}:user/admin"}} | record)}
    world.proxy.answers["LookupEvents"] = lambda request: {"Events": [event] if request["LookupAttributes"][0]["AttributeValue"] == name else []}


def gives_a_trail_its_settings_back_and_a_release_takes_them_away_again(world):
    """Its topic is left to the sandbox: moto makes an ARN of whatever a topic is called, an ARN included."""
    cloudtrail, bucket, other = world.account.cloudtrail, world.account.bucket("settled-logs"), world.account.bucket("settled-elsewhere")
    account = world.account.id
    made = cloudtrail.create_trail(
        Name="settled", S3BucketName=bucket, S3KeyPrefix="audit", IsMultiRegionTrail=True, EnableLogFileValidation=True,
        KmsKeyId=f"arn:aws:kms:eu-west-1:{account}:key/0a1b2c3d-0000-4000-8000-00000000bbbb",
        CloudWatchLogsLogGroupArn=f"arn:aws:logs:eu-west-1:{account}:log-group:trail:*", CloudWatchLogsRoleArn=f"arn:aws:iam::{account}:role/trail-to-logs")
    _history(world, "CreateTrail", "cloudtrail.amazonaws.com", {
        "requestParameters": {"name": "settled"}, "responseElements": _in_events({k: v for k, v in made.items() if k != "ResponseMetadata"})})
    cut = {"Name": "settled", "S3BucketName": other, "S3KeyPrefix": "", "IsMultiRegionTrail": False, "IncludeGlobalServiceEvents": False, "EnableLogFileValidation": False,
           "KmsKeyId": "", "CloudWatchLogsLogGroupArn": "", "CloudWatchLogsRoleArn": ""}
    cloudtrail.update_trail(**cut)

    def settings():
        return {k: v for k, v in cloudtrail.get_trail(Name="settled")["Trail"].items() if v not in (None, "") and not k.startswith("Has")}

    contained_twice_then_released(
        world, world.events.call("cloudtrail.amazonaws.com", "UpdateTrail", _in_events(cut)), settings,
        "--playbooks", world.playbooks("restore-trail-settings", "source: cloudtrail", "restore-trail-settings"),
        check=lambda state, line: equal(state, {k: v for k, v in made.items() if k != "ResponseMetadata"}, "the settings"))


def switches_a_feature_of_guardduty_on_again_and_a_release_switches_it_off(world):
    """One feature: moto forgets those that a call does not name."""
    guardduty = world.account.guardduty
    for left in guardduty.list_detectors()["DetectorIds"]:
        guardduty.delete_detector(DetectorId=left)
    detector = guardduty.create_detector(Enable=True, Features=[{"Name": "S3_DATA_EVENTS", "Status": "ENABLED"}])["DetectorId"]
    _history(world, "CreateDetector", "guardduty.amazonaws.com", {
        "requestParameters": {"enable": True, "features": [{"name": "S3_DATA_EVENTS", "status": "ENABLED"}]}, "responseElements": {"detectorId": detector}})
    guardduty.update_detector(DetectorId=detector, Features=[{"Name": "S3_DATA_EVENTS", "Status": "DISABLED"}])

    contained_twice_then_released(
        world, world.events.call("guardduty.amazonaws.com", "UpdateDetector", {"detectorId": detector, "features": [{"name": "S3_DATA_EVENTS", "status": "DISABLED"}]}),
        lambda: guardduty.get_detector(DetectorId=detector)["Features"],
        "--playbooks", world.playbooks("restore-guardduty-features", "source: cloudtrail", "restore-guardduty-features"),
        check=lambda state, line: equal([(f["Name"], f["Status"]) for f in state], [("S3_DATA_EVENTS", "ENABLED")], "the features"))
