"""A disk that is full, a folder that cannot be written any more, a folder that is gone."""

import os
import shutil
import subprocess

from trial import INPUT_OUTPUT, STEPS, is_root

NO_ROOM = "No space left on device"


class Disk:
    """A small disk of one's own, in memory."""

    def __init__(self, folder, kibibytes):
        self.folder = folder
        folder.mkdir(exist_ok=True)
        subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={kibibytes}k", "tmpfs", folder], check=True,
                       capture_output=True)

    def __enter__(self):
        return self

    def __exit__(self, *error):
        subprocess.run(["umount", "-l", self.folder], check=True)

    def grow(self):
        subprocess.run(["mount", "-o", "remount,size=64m", self.folder], check=True)

    def fill(self):
        """Takes all the room that is left, with a file."""
        with open(self.folder / "ballast", "wb", buffering=0) as file:
            for size in (1 << 16, 1 << 12, 1):
                try:
                    while file.write(bytes(size)):
                        pass
                except OSError:
                    pass


def objection(trial):
    """Why there can be no small disk here; None where there can."""
    try:
        with Disk(trial.folder / "disk", 64):
            return None
    except (OSError, subprocess.CalledProcessError) as error:
        return f"a disk in memory cannot be mounted here ({error})"


def full_from_the_start(trial):
    """Disks from one that has no room for the log's first line to one that lacks a little at the end."""
    if reason := objection(trial):
        return reason
    size = sum(file.stat().st_size for file in trial.whole.glob("**/*") if file.is_file()) >> 10
    for kibibytes in range(8, size + 64, max(4, round(24 / trial.scale))):
        with Disk(trial.folder / "disk", kibibytes) as disk:
            run = disk.folder / "run"
            ended = trial.train(run).end()
            if ended.code == 0:
                trial.cases += 1
            elif ended.output:
                trial.failed_late(ended, NO_ROOM)
            else:
                trial.refused(ended, INPUT_OUTPUT, NO_ROOM)
            trial.sound(run, ended.output)
            if ended.code != 0:
                disk.grow()
                trial.goes_on(run)
    return None


def full_for_a_while(trial):
    """Room that goes away during a run, and comes back."""
    if reason := objection(trial):
        return reason
    for step in range(1, STEPS - 10, max(1, round(6 / trial.scale))):
        with Disk(trial.folder / "disk", 4096) as disk:
            run = disk.folder / "run"
            watched = trial.train(run)
            watched.until_step(step)
            disk.fill()
            told = watched.until('"kind":"folder"')
            trial.expect(told, "nobody was told of the full disk at step", step)
            (disk.folder / "ballast").unlink()
            ended = watched.end()
            trial.cases += 1
            trial.expect(ended.code == 0, "room came back, but", ended.code, ended.errors)
            trial.sound(run, ended.output)
            trial.expect((run / "run.jsonl").read_text() == ended.output, "the log lacks lines")
    return None


def read_only(trial):
    """A folder that may not be written any more; root may always, so somebody else runs the program."""
    before = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"] if is_root() else []
    home = trial.folder / "nobody"
    home.mkdir()
    if before:
        os.chown(home, 65534, 65534)
        os.chmod(trial.folder, 0o755)
        if trial.run("--version", before=before).code != 0:
            return "nobody may not start the program here"
    for step in range(1, STEPS - 10, max(1, round(12 / trial.scale))):
        run = home / f"run-{step}"
        watched = trial.train(run, before=before)
        watched.until_step(step)
        folders = [run, *(path for path in run.glob("**/*") if path.is_dir())]
        for path in folders:
            path.chmod(0o555)
        ended = watched.end()
        trial.failed_late(ended, "cannot write the checkpoint: Permission denied")
        trial.sound(run, ended.output)
        again = trial.run("train", "--resume", run, before=before)
        trial.cases += 1
        trial.expect(again.code == INPUT_OUTPUT and again.complaints == [
            f"densenet-explorer: {run}: cannot write the run's folder: Permission denied"], again.code, again.errors)
        trial.expect((run / "run.jsonl").read_text() == ended.output, "the log was changed though the run was refused")
        for path in folders:
            path.chmod(0o755)
        trial.goes_on(run)
    return None


def removed(trial):
    """A folder that is removed under a run: what it has come to is written into a new one."""
    for step in range(1, STEPS - 10, max(1, round(12 / trial.scale))):
        run = trial.folder / "removed"
        watched = trial.train(run)
        watched.until_step(step)
        shutil.rmtree(run)
        ended = watched.end()
        trial.failed_late(ended, "it was removed during the run")
        trial.sound(run)
        trial.expect((run / f"checkpoints/step-{STEPS}.safetensors").exists(), "the weights of the end are lost")
        shutil.rmtree(run)
    return None
