"""moto_server, and a proxy in front of it that notes which IAM actions were called."""
import http.client
import http.server
import json
import pathlib
import re
import shutil
import socket
import subprocess
import sys
import threading
import time
import urllib.parse
import urllib.request

import boto3
from botocore.config import Config

from operations import action_of, operation_of

REGION = "eu-west-1"

READS = ("Describe", "Get", "List", "Lookup", "Head", "AssumeRole", "AssumeRoot", "Query", "Scan", "BatchGet", "AdminGet")


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


class Moto:
    """One moto_server; state is kept for each account."""

    def __init__(self):
        if not shutil.which("moto_server"):
            raise SystemExit("moto_server is missing: pip install 'moto[server]'")
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self._process = subprocess.Popen(
            [sys.executable, str(pathlib.Path(__file__).with_name("server.py")), "-H", "127.0.0.1", "-p", str(self.port)],
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        deadline = time.monotonic() + 60
        while not self._answers():
            if time.monotonic() > deadline or self._process.poll() is not None:
                raise SystemExit(f"moto_server does not answer at {self.url}")
            time.sleep(0.05)

    def client(self, service, credentials=("test", "test", None)):
        key, secret, token = credentials
        return boto3.client(
            service, endpoint_url=self.url, region_name=REGION, aws_access_key_id=key, aws_secret_access_key=secret,
            aws_session_token=token, config=Config(retries={"max_attempts": 1}))

    def check_permissions(self, on):
        """Signatures and the actions in policies; not resources (but S3's), not conditions, not session policies."""
        request = urllib.request.Request(
            f"{self.url}/moto-api/reset-auth", data=b"0" if on else b"inf", headers={"Content-Type": "text/plain"}, method="POST")
        urllib.request.urlopen(request, timeout=10).close()

    def forget(self):
        """Everything in every account, so that no scenario meets what another one left."""
        urllib.request.urlopen(urllib.request.Request(f"{self.url}/moto-api/reset", method="POST"), timeout=30).close()

    def stop(self):
        self._process.terminate()
        try:
            self._process.wait(5)
        except subprocess.TimeoutExpired:
            self._process.kill()

    def _answers(self):
        try:
            urllib.request.urlopen(f"{self.url}/moto-api/data.json", timeout=5).close()
            return True
        except OSError:
            return False


class Call:
    """One request: its IAM action, those that it needs beside it, and how it was answered: in moto's place, by moto, or not at all."""

    def __init__(self, action, operation, tags, status, error, in_place, is_unknown):
        self.action, self.operation, self.status, self.error, self.in_place, self.is_unknown = action, operation, status, error, in_place, is_unknown
        # What is tagged as it is made needs the permission to tag.
        self.actions = {action, "ec2:CreateTags"} if tags else {action}

    @property
    def changes(self):
        return not self.operation.startswith(READS)

    @property
    def is_denied(self):
        return self.status in (401, 403) or self.error in ("AccessDenied", "UnauthorizedOperation", "AuthFailure", "SignatureDoesNotMatch")

    def __repr__(self):
        return f"{self.action} {self.status}{' ' + self.error if self.error else ''}"


class Record:
    """What a scenario's commands came to, by remediation: coverage.py judges it."""

    def __init__(self):
        self.calls = []  # All.
        self.proven = set()  # Remediations whose changes were written and read back.
        self.called = {}  # Calls of the commands that ran one remediation alone, by its name.
        self.said = {}  # Why such a one did not get further.

    def add(self, lines, first):
        """What a command printed; its calls are those from the first on."""
        self.proven |= {c["step"] for line in lines for c in line.get("changes", ()) if c["status"] == "Verified" and c["readBack"] != c["before"]}
        steps = [s for line in lines for s in line.get("steps", ())]
        names = {s["remediation"] for s in steps}
        if len(names) == 1:
            name, = names
            self.called.setdefault(name, []).extend(self.calls[first:])
            self.said.setdefault(name, set()).update(str(r) for r in [*(s.get("reason") for s in steps), *(line.get("reason") for line in lines)] if r)


class RecordingProxy:
    """Passes every request on to moto as it is (the Host header too: it is signed) and remembers it.

    An operation that moto lacks (lacks.py) can be given its answer in `answers`: by its name, a function of the parameters, or of S3's path.
    Where that gives None, the request goes on to moto.
    """

    def __init__(self, moto):
        self.calls = []
        self.answers = {}
        self.record = Record()
        proxy = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def pass_on(self):
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                content = proxy.given(self.command, self.path, self.headers, body)
                if content is not None:
                    proxy.note(call_of(self.command, self.path, self.headers, body, 200, content, in_place=True))
                    self.send_response_only(200)
                    self.send_header("Content-Type", "text/xml" if content.startswith(b"<") else "application/x-amz-json-1.1")
                    self.send_header("Content-Length", str(len(content)))
                    self.end_headers()
                    self.wfile.write(content)
                    return
                connection = http.client.HTTPConnection("127.0.0.1", moto.port, timeout=30)
                connection.putrequest(self.command, self.path, skip_host=True, skip_accept_encoding=True)
                for name, value in self.headers.items():
                    if name.lower() != "connection":
                        connection.putheader(name, value)
                connection.endheaders(body)
                answer = connection.getresponse()
                content = answer.read()
                proxy.note(call_of(self.command, self.path, self.headers, body, answer.status, content))
                self.send_response_only(answer.status, answer.reason)
                for name, value in answer.getheaders():
                    if name.lower() not in ("connection", "content-length", "transfer-encoding"):
                        self.send_header(name, value)
                self.send_header("Content-Length", answer.getheader("Content-Length") if self.command == "HEAD" else str(len(content)))
                self.end_headers()
                if self.command != "HEAD":
                    self.wfile.write(content)
                connection.close()

            do_GET = do_PUT = do_POST = do_DELETE = do_HEAD = pass_on

            def log_message(self, *_):
                pass

        class Server(http.server.ThreadingHTTPServer):
            daemon_threads = True
            request_queue_size = 64

            def handle_error(self, request, client_address):
                pass  # A client that goes away after its answer is no error.

        self._server = Server(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def note(self, call):
        self.calls.append(call)
        self.record.calls.append(call)

    def given(self, method, path, headers, body):
        """The answer in place of moto's, or None."""
        _, name = operation_of(_service(headers), method, path, headers, body)
        if name not in self.answers:
            return None
        if headers.get("X-Amz-Target"):
            request = json.loads(body)
        elif b"Action=" in body:
            request = {k: v[0] for k, v in urllib.parse.parse_qs(body.decode()).items()}
        else:
            request = urllib.parse.unquote(urllib.parse.urlparse(path).path)
        answer = self.answers[name](request)
        return json.dumps(answer).encode() if isinstance(answer, dict) else answer and answer.encode()

    def take(self):
        """The calls since the last time."""
        taken, self.calls = self.calls, []
        return taken

    def stop(self):
        self._server.shutdown()
        self._server.server_close()


def _service(headers):
    scope = re.search(r"Credential=[^,]*/([a-z0-9-]+)/aws4_request", headers.get("Authorization") or "")
    return scope.group(1) if scope else "unsigned"


def call_of(method, path, headers, body, status, answer, in_place=False):
    service = _service(headers)
    model, operation = operation_of(service, method, path, headers, body)
    if operation == "?" and method in ("GET", "HEAD"):
        operation = f"Get {path.split('?')[0]}"  # No model has it; Kubernetes' API, for one.
    tags = service == "ec2" and b"TagSpecification." in body
    error = re.search(rb"<Code>(\w+)</Code>|\"__type\": ?\"[^\"]*?(\w+)\"", answer) if status >= 400 else None
    code = next((g.decode() for g in error.groups() if g), None) if error else None
    return Call(action_of(service, model, operation, path), operation, tags, status, code, in_place, is_unknown(status, answer))


def is_unknown(status, answer):
    """moto has no such operation: it fails, or answers with a page of HTML."""
    return status >= 500 or (status == 404 and b"<html" in answer[:200].lower())
