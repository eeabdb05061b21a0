#!/usr/bin/env python3
"""Drives the built command line against moto_server and reads the resulting state back with boto3: nothing here is ours but the command.

    dotnet build cli && python3 tests/moto/scenarios.py [WORDS_OF_A_NAME ...]
"""
import pathlib
import queue
import shutil
import sys
import tempfile
import threading
import time
import traceback
import types

sys.dont_write_bytecode = True

import approvals
import archive
import audit
import buckets
import clusters
import controls
import coverage
import data
import databases
import identities
import instances
import lacks
import ledgers
import network
import permissions
import releases
import stopped
import workloads
from account import Account
from command import ACCOUNT, CLI, Remediator
from emulator import Moto, RecordingProxy
from events import Events

MODULES = (permissions, instances, buckets, identities, ledgers, approvals, controls, network, releases, data, databases, audit, archive, workloads, clusters, stopped, lacks)
WORKERS = 2


class World:
    """What a scenario has: the account as boto3 sees it, the command, the events, and the calls that the command made."""

    def __init__(self, moto, proxy, folder):
        self.moto, self.proxy, self.folder = moto, proxy, folder
        self.account = Account(moto, ACCOUNT)
        self.remediator = Remediator(proxy, folder)
        self.events = Events(folder)

    def playbooks(self, name, trigger, step):
        """A folder with one playbook of one step; its path."""
        folder = self.folder / f"playbooks-{name}"
        folder.mkdir(exist_ok=True)
        (folder / f"{name}.yaml").write_text(f"id: {name}\ntitle: {name}\non:\n  - {trigger}\nmode: observe\nsteps:\n  - {step}\n")
        return folder


def scenarios(wanted):
    """All public functions of the modules, in their order."""
    for module in MODULES:
        for name, value in vars(module).items():
            if isinstance(value, types.FunctionType) and value.__module__ == module.__name__ and not name.startswith("_"):
                title = f"{module.__name__}: {name.replace('_', ' ')}"
                if any(w in title for w in wanted):
                    yield title, value


def work(waiting, folder, report):
    """One moto_server for each worker: moto does not lock its state, and its permission check is for everybody."""
    moto = Moto()
    try:
        while True:
            try:
                number, (title, scenario) = waiting.get_nowait()
            except queue.Empty:
                return
            place = folder / str(number)
            place.mkdir()
            proxy = RecordingProxy(moto)
            started = time.monotonic()
            world = World(moto, proxy, place)
            try:
                scenario(world)
                report(title, time.monotonic() - started, None, proxy.record)
            except Exception:
                report(title, time.monotonic() - started, traceback.format_exc())
            finally:
                moto.check_permissions(False)
                proxy.stop()
                moto.forget()
    finally:
        moto.stop()


def main():
    if not CLI.exists():
        raise SystemExit(f"{CLI} is missing: dotnet build cli")
    waiting = queue.SimpleQueue()
    results = []
    records = []
    printing = threading.Lock()
    wanted = sys.argv[1:] or [""]
    all_of_them = list(enumerate(scenarios(wanted)))
    for one in all_of_them:
        waiting.put(one)

    def report(title, seconds, failure, record=None):
        with printing:
            if record:
                records.append(record)
            results.append(not failure)
            print(f"{'ok     ' if not failure else 'FAILED '} {title} ({seconds:.1f} s)", flush=True)
            if failure:
                print(failure, flush=True)

    folder = pathlib.Path(tempfile.mkdtemp(prefix="remediator-moto-"))
    try:
        workers = [threading.Thread(target=work, args=(waiting, folder, report)) for _ in range(WORKERS)]
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join()
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    expected = len(all_of_them)
    if wanted == [""]:
        expected += 1
        with tempfile.TemporaryDirectory(prefix="remediator-moto-") as place:
            found = list(coverage.faults(coverage.granted(pathlib.Path(place)), records))
        report("every remediation is proven here, call by call, or stopped by what moto lacks", 0, "\n".join(found))
    passed = sum(results)
    # A worker that could not start leaves its scenarios undone: they count.
    print(f"{passed} passed, {expected - passed} failed")
    return 0 if passed == expected > 0 else 1


if __name__ == "__main__":
    sys.exit(main())
