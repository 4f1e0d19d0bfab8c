"""The program under test, running it or PyTorch in a process of its own, and errors in one line."""

import argparse
import json
import pathlib
import subprocess
import sys

root = pathlib.Path(__file__).resolve().parent.parent
program = root / ".build" / "release" / "densenet-explorer"


def say(message):
    print(f"{pathlib.Path(sys.argv[0]).name}: {message}", file=sys.stderr, flush=True)


def fail(message, code=1):
    say(message)
    sys.exit(code)


def in_one_line(kind, error, trace):
    """What nobody caught: a file or program that is not there is one line, Ctrl-C is no error."""
    if issubclass(kind, OSError):
        say(": ".join(filter(None, [error.filename and str(error.filename), error.strerror])))
    elif not issubclass(kind, KeyboardInterrupt):
        sys.__excepthook__(kind, error, trace)


sys.excepthook = in_one_line


class Options(argparse.ArgumentParser):
    """Options whose errors are one line, with the program's exit code for them."""

    def error(self, message):
        fail(f"{message}; see --help", 64)


def require_release_build():
    if not program.exists():
        fail("no release build here; run 'swift build -c release'")


def run(command, environment=None):
    """What a command prints; fails with the last line that it says when it does."""
    command = list(map(str, command))
    result = subprocess.run(command, capture_output=True, text=True, env=environment)
    if result.returncode != 0:
        last = result.stderr.strip().splitlines()[-1:] or [f"exit code {result.returncode}"]
        fail(f"{' '.join(command)}: {last[0]}")
    return result.stdout


def measured(command, environment=None):
    """The JSON value in the last line that a command prints."""
    lines = run(command, environment).splitlines()
    try:
        return json.loads(lines[-1])
    except (IndexError, ValueError):
        fail(f"{' '.join(map(str, command))}: expected JSON in its last line")


def counted(number, thing):
    return f"{number} {thing}{'' if number == 1 else 's'}"


def rate(value):
    return f"{value:.0f}" if value >= 100 else f"{value:.1f}"
