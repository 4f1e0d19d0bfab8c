"""One program, one folder to break, and what is expected of both."""

import fcntl
import json
import os
import re
import shutil
import subprocess
import time
import zlib
from pathlib import Path

STEPS = 100
RUN = ["--dataset", "digits", "--steps", str(STEPS), "--blocks", "1,1", "--growth-rate", "2", "--dropout", "0.1",
       "--evaluate-every", "40", "--checkpoint-every", "20", "--at", "30:growth_rate=4", "--at", "55:cut=block2/in->*"]
# From sysexits.h, as the program has them.
USAGE, DATA, MISSING, INPUT_OUTPUT = 64, 65, 66, 74
# Linux keeps a pipe of one page: the program is never far ahead of who reads what it tells.
F_SETPIPE_SZ = 1031


class Ended:
    """A program that has ended."""

    def __init__(self, code, output, errors, seconds=0.0):
        self.code, self.output, self.errors, self.seconds = code, output, errors, seconds

    @property
    def complaints(self):
        """What it says of why it failed; all other lines tell how the run is."""
        return [line for line in self.errors.splitlines() if line.startswith("densenet-explorer: ")]


class Watched:
    """A run under way, read line by line from its standard output."""

    def __init__(self, command, folder):
        self.errors = folder / "errors"
        with open(self.errors, "wb") as file:
            self.process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=file,
                                            cwd=folder, bufsize=0)
        fcntl.fcntl(self.process.stdout.fileno(), F_SETPIPE_SZ, 4096)
        self.lines = []

    def until(self, *texts):
        """Reads on to a line with all of these texts; whether there was one."""
        while line := self.process.stdout.readline():
            self.lines.append(line.decode())
            if all(text in self.lines[-1] for text in texts):
                return True
        return False

    def until_step(self, step):
        return self.until('"event":"step"', f'"step":{step},')

    def end(self):
        """Reads on to the end."""
        self.until("\0")
        code = self.process.wait()
        return Ended(code, "".join(self.lines), self.errors.read_text())


class Trial:
    """Counts cases of a fault, and says which of them went wrong."""

    def __init__(self, program, folder, scale):
        self.program, self.folder, self.scale = program, folder, scale
        self.cases = self.wrong = 0
        self.whole = folder / "whole"
        self.expect(self.run("train", *RUN, "--run-directory", self.whole).code == 0, "a run without a fault")
        self.log = comparable(self.whole)
        self.weights = weights(self.whole)
        self.losses = losses((self.whole / "run.jsonl").read_text())

    def many(self, count):
        """A number of cases, by the scale that was asked for."""
        return max(2, round(count * self.scale))

    def expect(self, condition, *what):
        if not condition:
            self.wrong += 1
            print("  WRONG:", *what, flush=True)
        return condition

    def run(self, *arguments, within=60, before=()):
        start = time.monotonic()
        ended = subprocess.run([*before, self.program, *map(str, arguments)], stdin=subprocess.DEVNULL,
                               capture_output=True, cwd=self.folder, timeout=within)
        return Ended(ended.returncode, ended.stdout.decode(), ended.stderr.decode(), time.monotonic() - start)

    def watch(self, *arguments, before=()):
        return Watched([*before, self.program, *map(str, arguments)], self.folder)

    def begin(self, errors, *arguments):
        """Starts the program beside others: its process, and the file of what it says."""
        file = self.folder / errors
        with open(file, "wb") as stream:
            return subprocess.Popen([self.program, *map(str, arguments)], stdin=subprocess.DEVNULL,
                                    stdout=subprocess.DEVNULL, stderr=stream, cwd=self.folder), file

    def train(self, run, before=()):
        """Starts the run that all are, telling its log."""
        return self.watch("train", *RUN, "--json", "--run-directory", run, before=before)

    def refused(self, ended, code, *texts):
        """That the program did nothing but say in one line why."""
        self.cases += 1
        self.expect(ended.code == code and ended.output == "" and len(ended.errors.splitlines()) == 1
                    and all(text in ended.errors for text in texts) and "\0" not in ended.errors,
                    "expected exit code", code, "and one line with", texts, "but", ended.code, ended.errors,
                    ended.output[:200])

    def failed_late(self, ended, *texts):
        """That the run went on in memory to its end, with the same numbers, and then failed in one line."""
        self.cases += 1
        self.expect(ended.code == INPUT_OUTPUT and len(ended.complaints) == 1
                    and all(text in ended.errors for text in texts),
                    "expected exit code 74 and one line, with", texts, "but", ended.code, ended.errors)
        self.expect(losses(ended.output) == self.losses, "the run did not go on in memory to its end:",
                    len(losses(ended.output)), "steps told")

    def sound(self, run, told=None):
        """That everything in a run's folder is whole: lines, checkpoints, no unfinished files.

        told: the log as standard output had it, of which the file has the beginning."""
        log = run / "run.jsonl"
        text = log.read_text() if log.exists() else ""
        self.expect(text == "" or text.endswith("}\n"), log, "ends with half a line:", text[-40:])
        if told is not None:
            self.expect(told.startswith(text), log, "has other lines than were told")
        for file in run.glob("**/*.safetensors"):
            self.expect(is_whole(file), file, "is not whole")
        remains = list(run.glob("**/*.partial"))
        self.expect(not remains, "unfinished files", remains)

    def goes_on(self, run, *texts):
        """That a run goes on once nothing is in the way, and comes to what it would have come to."""
        self.cases += 1
        is_there = (run / "config.json").exists() and (run / "run.jsonl").exists()
        ended = self.run("train", "--resume", run) if is_there \
            else self.run("train", *RUN, "--run-directory", run)
        if not self.expect(ended.code == 0 and all(text in ended.errors for text in texts),
                           "did not go on with", texts, "but", ended.code, ended.errors):
            return
        self.is_complete(run)

    def is_complete(self, run):
        """That a run has come to what it would have come to without a fault."""
        self.sound(run)
        self.expect(comparable(run) == self.log, run, "has another log")
        self.expect(weights(run) == self.weights, run, "has other weights")

    def killed(self, name, step=75):
        """A run's folder as a killed program leaves it."""
        run = self.folder / name
        watched = self.train(run)
        self.expect(watched.until_step(step), "no step", step)
        watched.process.kill()
        watched.end()
        return run

    def copy(self, run, name="copy"):
        """A folder to break, in the place of the last one."""
        copy = self.folder / name
        shutil.rmtree(copy, ignore_errors=True)
        shutil.copytree(run, copy)
        return copy


def events(text):
    return [json.loads(line) for line in text.splitlines()]


def losses(text):
    return [event["loss"] for event in events(text) if event["event"] == "step"]


def comparable(run):
    """The log without what depends on the clock, and without what is told of faults."""
    kept = [event for event in events((run / "run.jsonl").read_text()) if event.get("kind") != "folder"]
    for event in kept:
        for name in ("seconds", "images_per_second"):
            event.pop(name, None)
    return kept


def weights(run):
    return (run / f"checkpoints/step-{STEPS}.safetensors").read_bytes()


def with_checksum(content):
    """A checkpoint's bytes with the checksum that they have, computed without the program's help: the CRC-32 of the
    file with zeros in its place."""
    zeroed = re.sub(rb'"checksum":"[^"]*"', b'"checksum":"00000000"', content, count=1)
    return zeroed.replace(b'"checksum":"00000000"', b'"checksum":"%08x"' % zlib.crc32(zeroed), 1)


def is_whole(file):
    """Whether a checkpoint has the checksum that it says."""
    content = file.read_bytes()
    return len(content) > 8 and with_checksum(content) == content


def newest(run):
    """Checkpoints at which the run can go on, the newest last."""
    return sorted(run.glob("checkpoints/*step-*.safetensors"), key=lambda file: int(file.stem.split("-")[-1]))


def is_root():
    return os.geteuid() == 0
