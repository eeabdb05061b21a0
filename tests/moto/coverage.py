"""What each remediation may call, by the policy of its action role, against what of it moto answered in its scenarios."""
import concurrent.futures
import json
import subprocess

import lacks
import operations
from command import ACCOUNT, CLI

# Granted for another call, and no call of its own.
BESIDE = {
    # Without it S3 does not say that an object is not there: https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html
    "s3:ListBucket": "s3:GetObject",
    # An entry is made anew with its tags: https://docs.aws.amazon.com/eks/latest/APIReference/API_CreateAccessEntry.html
    "eks:TagResource": "eks:CreateAccessEntry",
    # RDS rotates its own secret with it: https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-secrets-manager.html
    "secretsmanager:RotateSecret": "rds:ModifyDBInstance",
}


LACKING = {operations.action(service, operation) for service, operation in lacks.OPERATIONS}
STRANGE = [s for s in vars(lacks).values() if hasattr(s, "actions")]  # What moto has, and answers otherwise than AWS.


def granted(folder):
    """The operations that each remediation may call, by its name: the catalogue is that of the schema of playbooks."""
    known = _printed("schema")["properties"]["steps"]["items"]["anyOf"][1]["properties"]

    def of(name):
        options = known[name]
        given = {o: {"tag": "value"} if options["properties"][o].get("type") == "object" else "named" for o in options.get("required", ())}
        place = folder / f"policy-{name}"
        place.mkdir()
        (place / "one.yaml").write_text(f"id: one\ntitle: one\non:\n  - source: guardduty\nmode: observe\nsteps:\n  - {name}: {json.dumps(given)}\n")
        statements = _printed("policy", "--playbooks", place, "--account", ACCOUNT)["Statement"]
        actions = {a for s in statements for a in ([s["Action"]] if isinstance(s["Action"], str) else s["Action"])}
        return name, {a for a in actions if operations.is_operation(a)}

    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        return dict(pool.map(of, known.keys() - {"irreversible"}))


def faults(granted_to, records):
    """For each remediation what is neither proven nor lacking; and what was answered in moto's place although no lack says that it must be."""
    for name, actions in sorted(granted_to.items()):
        calls = [c for r in records for c in r.called.get(name, ())]
        by_moto = {a for c in calls if not c.in_place and not c.is_unknown for a in c.actions}
        in_place = {a for c in calls if c.in_place for a in c.actions}
        silent = {a for a in actions - by_moto - in_place - LACKING if BESIDE.get(a) not in by_moto | LACKING}
        if silent:
            yield f"{name}: no scenario of it alone has moto answer {', '.join(sorted(silent))}, and nothing in lacks.py says that moto has it not"
        if not any(name in r.proven for r in records) and not _is_stopped(name, calls, records):
            yield f"{name}: no change of it was read back, and no lack of moto's stopped it"
    everything = {a for r in records for c in r.calls if c.in_place for a in c.actions}
    for action in sorted(everything.difference(LACKING, *(s.actions for s in STRANGE))):
        yield f"{action}: answered in moto's place, and nothing in lacks.py says why"


def _is_stopped(name, calls, records):
    said = " ".join(s for r in records for s in r.said.get(name, ()))
    return any(c.is_unknown and c.action in LACKING for c in calls) or any(s.says and s.says in said for s in STRANGE)


def _printed(*arguments):
    return json.loads(subprocess.run(["dotnet", str(CLI), *map(str, arguments)], capture_output=True, text=True, check=True, timeout=60).stdout)
