"""The shipped sample events, with the ids of this run's resources."""
import itertools
import json

from command import ACCOUNT, REPOSITORY

SAMPLES = REPOSITORY / "playbooks/samples"
_number = itertools.count(1)


class Events:
    def __init__(self, folder):
        self._folder = folder

    def instance(self, instance, account=ACCOUNT):
        return self._write("guardduty/c2-activity.json", account, {"i-0a1b2c3d4e5f60718": instance})

    def tor_client(self, instance):
        """One playbook alone answers it."""
        return self._write("guardduty/c2-activity.json", ACCOUNT, {"i-0a1b2c3d4e5f60718": instance, "Backdoor:EC2/C&CActivity.B": "UnauthorizedAccess:EC2/TorClient"})

    def vulnerable_instance(self, instance):
        return self._write("inspector2/vulnerable-instance.json", ACCOUNT, {"i-0a1b2c3d4e5f60718": instance})

    def access_key(self, user, key):
        return self._write("guardduty/access-key-exfiltration.json", ACCOUNT, {'"alice"': f'"{user}"', "AKIAIOSFODNN7EXAMPLE": key})

    def access_key_alone(self, key, user_id="AIDACKCEVSQ6C2EXAMPLE"):
        """Without the name of its user."""
        return self._write("guardduty/access-key-exfiltration.json", ACCOUNT, {
            '"userName": "alice"': '"userName": ""', "AKIAIOSFODNN7EXAMPLE": key, "AIDACKCEVSQ6C2EXAMPLE": user_id})

    def role_session(self, role, role_id, session):
        return self._write("guardduty/role-credential-exfiltration.json", ACCOUNT, {
            '"web-server"': f'"{role}"', "AROAEXAMPLEROLEID001:i-0a1b2c3d4e5f60718": f"{role_id}:{session}", "i-0a1b2c3d4e5f60718": session})

    def bucket(self, bucket, account=ACCOUNT):
        return self._write("guardduty/public-bucket.json", account, {"example-finance-exports": bucket})

    def bucket_rule(self, bucket):
        return self._write("config/bucket-public-read.json", ACCOUNT, {"example-finance-exports": bucket})

    def sample(self, sample, names, account=ACCOUNT):
        """Any sample; names and ids in it replaced."""
        return self._write(sample, account, names)

    def call(self, source, name, parameters):
        """A CloudTrail event: that call with these parameters."""
        event = json.loads((SAMPLES / "cloudtrail/public-snapshot.json").read_text().replace("111122223333", ACCOUNT))
        event["detail"] |= {"eventSource": source, "eventName": name, "requestParameters": parameters, "eventID": f"0a1b2c3d-0000-4000-8000-{next(_number):012d}"}
        return self._save(json.dumps(event))

    def trail(self, name):
        return self._write("cloudtrail/stop-logging.json", ACCOUNT, {f"arn:aws:cloudtrail:eu-west-1:{ACCOUNT}:trail/main": name})

    def function(self):
        return self._write("guardduty/lambda-c2.json", ACCOUNT, {})

    def cluster(self):
        return self._write("guardduty/kubernetes-anonymous.json", ACCOUNT, {})

    def task(self, arn):
        return self._write("guardduty/ecs-mining.json", ACCOUNT, {f"arn:aws:ecs:eu-west-1:{ACCOUNT}:task/web/0a1b2c3d4e5f60718293a4b5c6d7e8f9": arn})

    def _write(self, sample, account, names):
        text = (SAMPLES / sample).read_text()
        for old, new in {"111122223333": account, **names}.items():
            assert old in text, f"{sample} does not name {old} any more"
            text = text.replace(old, new)
        number = next(_number)
        # Every event is a finding of its own.
        text = text.replace("60ba1c8f2d3e4a5b6c7d8e9f0a1b", f"60ba1c8f2d3e4a5b6c7d8e9f{number:04d}").replace("config-rule-a1b2c3", f"config-rule-{number}")
        return self._save(text)

    def _save(self, text):
        json.loads(text)
        file = self._folder / f"event-{next(_number)}.json"
        file.write_text(text)
        return file
