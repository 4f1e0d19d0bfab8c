"""The program under test, and running it or PyTorch in a process of its own."""

import json
import pathlib
import subprocess
import sys

root = pathlib.Path(__file__).resolve().parent.parent
program = root / ".build" / "release" / "densenet-explorer"


def require_release_build():
    if not program.exists():
        sys.exit("error: no release build here; run 'swift build -c release'")


def measured(command, environment=None):
    """The JSON object in the last line that a command prints."""
    result = subprocess.run(
        list(map(str, command)), capture_output=True, text=True, env=environment)
    if result.returncode != 0:
        sys.exit(f"error: {' '.join(map(str, command))}\n{result.stderr}")
    return json.loads(result.stdout.splitlines()[-1])
