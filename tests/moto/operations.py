"""Which operation of AWS a request is, and its IAM action, by botocore's models of the services that the engine has clients of."""
import functools
import json
import pathlib
import re
import urllib.parse

import botocore.session

REPOSITORY = pathlib.Path(__file__).resolve().parents[2]
OFFICIAL = "dynamodb", "s3", "sts", "kms"  # docs/aws-clients.md: not generated, and so not in operations.json.

# Where the IAM action is not named like the API operation.
# https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazons3.html
ACTIONS = {
    "s3:GetPublicAccessBlock": "s3:GetBucketPublicAccessBlock",
    "s3:PutPublicAccessBlock": "s3:PutBucketPublicAccessBlock",
    "s3:DeletePublicAccessBlock": "s3:PutBucketPublicAccessBlock",
    "s3control:GetPublicAccessBlock": "s3:GetAccountPublicAccessBlock",
    "s3control:PutPublicAccessBlock": "s3:PutAccountPublicAccessBlock",
    "s3control:DeletePublicAccessBlock": "s3:PutAccountPublicAccessBlock",
    "s3:HeadBucket": "s3:ListBucket",
    "s3:HeadObject": "s3:GetObject",
    "s3:ListObjectsV2": "s3:ListBucket",
    "s3:GetObjectLockConfiguration": "s3:GetBucketObjectLockConfiguration",
}
# The same operation on one version of an object is an action of its own.
OF_A_VERSION = {"s3:GetObjectTagging": "s3:GetObjectVersionTagging", "s3:PutObjectTagging": "s3:PutObjectVersionTagging", "s3:DeleteObjectTagging": "s3:DeleteObjectVersionTagging"}


@functools.cache
def _models():
    """By the name that requests are signed for: S3 and S3 Control have one."""
    session, found = botocore.session.get_session(), {}
    names = {s["model"] for s in json.loads((REPOSITORY / "functions/Remediator.Aws/operations.json").read_text())["services"]}
    for name in sorted({*names, *OFFICIAL}):
        model = session.get_service_model(name)
        found.setdefault(model.signing_name, []).append(model)
    return found


@functools.cache
def _routes(service):
    """Of a service that tells its operations by method and address: the most particular first."""
    routes = []
    for model in _models().get(service, ()):
        for name in model.operation_names:
            http = model.operation_model(name).http
            path, _, query = http["requestUri"].partition("?")
            pattern = re.sub(r"\\{[^}]*?\\\+\\}", ".+", re.escape(path))
            pattern = re.sub(r"\\{[^}]*?\\}", "[^/]+", pattern)
            wanted = dict(urllib.parse.parse_qsl(query, keep_blank_values=True))
            shape = model.operation_model(name).input_shape
            needed = [shape.members[m].serialization["name"] for m in shape.required_members if shape.members[m].serialization.get("location") == "header"] if shape else []
            routes.append((http["method"], re.compile(pattern.rstrip("/") + "/?$"), wanted, needed, model.service_name, name))
    return sorted(routes, key=lambda r: (-len(r[2]), r[1].pattern.count("+"), -len(r[1].pattern), -len(r[3])))


def operation_of(service, method, path, headers, body):
    """The model's name of the service, and the operation's; "?" where no model knows it."""
    if target := headers.get("X-Amz-Target"):
        return service, target.rsplit(".", 1)[-1]
    if b"Action=" in body and (action := urllib.parse.parse_qs(body.decode("utf-8", "replace")).get("Action")):
        return service, action[0]
    url = urllib.parse.urlparse(path)
    query = dict(urllib.parse.parse_qsl(url.query, keep_blank_values=True))
    for wanted_method, pattern, wanted, needed, model, name in _routes(service):
        if wanted_method == method and pattern.match(url.path) and all(k in query and (not v or query[k] == v) for k, v in wanted.items()) and all(n in headers for n in needed):
            return model, name
    return service, "?"


def action_of(service, model, operation, path):
    """Of a service by the name that its requests are signed for, and its model's."""
    name = f"{model if service == 's3' else service}:{operation}"
    return OF_A_VERSION[name] if name in OF_A_VERSION and "versionId=" in path else ACTIONS.get(name, name if service != "s3" else f"s3:{operation}")


def action(service, operation):
    """By boto3's name of the service."""
    model, = [m for some in _models().values() for m in some if m.service_name == service]
    return action_of(model.signing_name, service, operation, "")


def python_name(operation):
    return botocore.xform_name(operation)


def is_operation(action):
    """Not all actions are: iam:PassRole is asked for beside one."""
    service, _, name = action.partition(":")
    named = {ACTIONS.get(f"{m.service_name}:{o}", f"{service}:{o}") for m in _models().get(service, ()) for o in m.operation_names}
    return action in named or action in OF_A_VERSION.values()
