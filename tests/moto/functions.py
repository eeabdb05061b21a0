#!/usr/bin/env python3
"""Starts every function from the deployment package, as Lambda does, against moto_server: what trimming took away would be missed here.

    python3 tests/moto/functions.py FOLDER_OF_THE_PACKAGE
"""
import base64
import http.server
import json
import os
import pathlib
import queue
import re
import subprocess
import sys
import threading

sys.dont_write_bytecode = True

from emulator import REGION, Moto

ROOT = pathlib.Path(__file__).resolve().parents[2]
ACCOUNT = "123456789012"
PATIENCE = 60


class RuntimeApi:
    """Lambda's Runtime API for one invocation."""

    def __init__(self, event):
        payload, answers, given = json.dumps(event, default=lambda b: base64.b64encode(b).decode()).encode(), queue.Queue(), threading.Event()

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self):
                if given.is_set():
                    threading.Event().wait()
                given.set()
                self.send_response(200)
                self.send_header("Lambda-Runtime-Aws-Request-Id", "00000000-0000-4000-8000-000000000001")
                self.send_header("Lambda-Runtime-Deadline-Ms", "33333333333333")
                self.send_header("Lambda-Runtime-Invoked-Function-Arn", f"arn:aws:lambda:{REGION}:{ACCOUNT}:function:f")
                self.send_header("Content-Length", str(len(payload)))
                self.end_headers()
                self.wfile.write(payload)

            def do_POST(self):
                answers.put((self.path.rsplit("/", 1)[1], self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()))
                self.send_response(202)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *_):
                pass

        self.answers = answers
        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.server.handle_error = lambda *_: None
        threading.Thread(target=self.server.serve_forever, daemon=True).start()


def invoke(package, function, event, settings):
    """The function's answer to one event, in a process of its own."""
    api = RuntimeApi(event)
    environment = {
        "PATH": os.environ["PATH"], "HOME": os.environ.get("HOME", "/tmp"), "AWS_REGION": REGION, "AWS_DEFAULT_REGION": REGION,
        "AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test", "AWS_SESSION_TOKEN": "test", "AWS_LAMBDA_FUNCTION_NAME": function, "AWS_LAMBDA_LOG_FORMAT": "JSON",
        "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": "512", "AWS_LAMBDA_RUNTIME_API": f"127.0.0.1:{api.server.server_port}",
        "REMEDIATOR_FUNCTION": function, **settings}
    process = subprocess.Popen(["dotnet", str(package / "Remediator.dll")], env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    try:
        kind, answer = api.answers.get(timeout=PATIENCE)
    except queue.Empty:
        kind, answer = "silence", ""
    finally:
        process.kill()
    log = process.communicate()[0]
    if kind != "response" or '"itemIdentifier"' in answer:
        raise SystemExit(f"{function}: {kind} {answer}\n{log}")
    return answer, log


def main(package):
    moto = Moto()
    try:
        table = moto.client("dynamodb")
        text = [{"AttributeName": n, "AttributeType": "S"} for n in ("pk", "sk", "list", "at")]
        table.create_table(
            TableName="remediator", BillingMode="PAY_PER_REQUEST", AttributeDefinitions=text,
            KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}, {"AttributeName": "sk", "KeyType": "RANGE"}],
            GlobalSecondaryIndexes=[{
                "IndexName": "by-list", "Projection": {"ProjectionType": "ALL"},
                "KeySchema": [{"AttributeName": "list", "KeyType": "HASH"}, {"AttributeName": "at", "KeyType": "RANGE"}]}])
        moto.client("s3").create_bucket(Bucket="audit", CreateBucketConfiguration={"LocationConstraint": REGION})
        queues = [moto.client("sqs").create_queue(QueueName=n)["QueueUrl"] for n in ("urgent", "posture")]
        settings = {
            "AWS_ENDPOINT_URL": moto.url, "REMEDIATOR_TABLE": "remediator", "REMEDIATOR_ACTION_ROLE": "RemediatorAction", "REMEDIATOR_ACCOUNT": ACCOUNT,
            "REMEDIATOR_AUDIT_BUCKET": "audit", "REMEDIATOR_URGENT_QUEUE_URL": queues[0], "REMEDIATOR_POSTURE_QUEUE_URL": queues[1],
            "REMEDIATOR_LINK_KEY": moto.client("secretsmanager").create_secret(Name="links", SecretString="k" * 64)["ARN"],
            "REMEDIATOR_EMAIL_TOPIC": moto.client("sns").create_topic(Name="news")["TopicArn"]}
        finding = (ROOT / "playbooks/samples/guardduty/c2-activity.json").read_text()
        message = {"messageId": "m", "receiptHandle": "h", "body": finding, "attributes": {"ApproximateReceiveCount": "1"}, "eventSource": "aws:sqs"}
        events = {"respond": {"Records": [message]}, "sweep": {"source": "aws.scheduler"}, "due": {"source": "aws.scheduler"}, "resend": {"source": "aws.events"},
            # A link that was not signed here: the page is made by the function itself.
            "decide": {"version": "2.0", "rawPath": "/decide", "rawQueryString": "t=forged", "headers": {}, "requestContext": {"http": {"method": "GET"}}}}
        names = re.findall(r'"(\w+)" => \w+Handler\.Create', (ROOT / "functions/Remediator/Handlers/FunctionHost.cs").read_text())
        for name in sorted(names, key=lambda n: n != "respond"):
            if name not in events:
                # What the ledger's stream shows of the response.
                items = table.scan(TableName="remediator")["Items"]
                events[name] = {"Records": [{"eventName": "INSERT", "dynamodb": {"SequenceNumber": str(i), "NewImage": x}} for i, x in enumerate(items)]}
            answer, log = invoke(package, name, events[name], settings)
            if name == "decide" and (json.loads(answer)["statusCode"] != 403 or "<h1>" not in json.loads(answer)["body"]):
                raise SystemExit(f"{name}: {answer}\n{log}")
            print(f"ok      {name}: {answer[:200]}")
        written = moto.client("s3").list_objects_v2(Bucket="audit").get("KeyCount", 0)
        if not written or not items:
            raise SystemExit(f"{len(items)} items in the ledger, {written} objects in the archive")
        print(f"{len(names)} functions answered; {len(items)} items in the ledger, {written} objects in the archive")
    finally:
        moto.stop()


if __name__ == "__main__":
    if len(sys.argv) != 2:
        raise SystemExit(__doc__)
    main(pathlib.Path(sys.argv[1]).resolve())
