"""The built command line, driven as a process."""
import json
import os
import pathlib
import subprocess

REPOSITORY = pathlib.Path(__file__).resolve().parents[2]
CLI = REPOSITORY / "artifacts/bin/Remediator.Cli/debug/Remediator.Cli.dll"
ACCOUNT = "123456789012"  # What moto calls the account of unknown credentials.


class Outcome:
    def __init__(self, process):
        self.code, self.out, self.err = process.returncode, process.stdout, process.stderr

    @property
    def lines(self):
        return [json.loads(line) for line in self.out.splitlines() if line.strip()]

    @property
    def only(self):
        lines = self.lines
        assert len(lines) == 1, f"expected one line of JSON, got {len(lines)}: {self.out}{self.err}"
        return lines[0]

    def __str__(self):
        return f"exit code {self.code}\n{self.out}{self.err}"


class Remediator:
    def __init__(self, proxy, folder, credentials=("test", "test", None)):
        self._folder, self._proxy = folder, proxy
        key, secret, token = credentials
        self._environment = {
            **{k: v for k, v in os.environ.items() if not k.startswith(("AWS_", "REMEDIATOR_"))},
            "AWS_ENDPOINT_URL": proxy.url,
            "AWS_ACCESS_KEY_ID": key,
            "AWS_SECRET_ACCESS_KEY": secret,
            **({"AWS_SESSION_TOKEN": token} if token else {}),
            "AWS_REGION": "eu-west-1",
            "HOME": str(folder),
            "XDG_STATE_HOME": str(folder / "state"),
            "NO_COLOR": "1",
            "DOTNET_TieredPGO": "0",
        }

    def run(self, *arguments):
        first = len(self._proxy.record.calls)
        outcome = Outcome(subprocess.run(
            ["dotnet", str(CLI), *map(str, arguments)], cwd=self._folder, env=self._environment, capture_output=True, text=True, timeout=60))
        if "--json" in arguments:
            self._proxy.record.add(outcome.lines, first)
        return outcome

    def respond(self, event, *arguments):
        return self.run("respond", "--json", "--event", event, *arguments)

    def release(self, execution, *arguments):
        return self.run("release", execution, "--json", *arguments)

    def executions(self, *arguments):
        return self.run("executions", "--json", *arguments)
