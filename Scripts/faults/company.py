"""Two programs on one run's folder."""

import shutil
import signal

from trial import INPUT_OUTPUT, RUN, USAGE, Ended, losses, newest

# A second program says at once that it will not, whatever else the machine does.
AT_ONCE = 5


def during_a_run(trial):
    """Whatever else is done with a run while one program writes it, that program's run stays what it is."""
    run = trial.folder / "shared"
    watched = trial.train(run)
    watched.until_step(50)
    # Its pipe is full soon: it stands still for as long as nobody reads.
    log = (run / "run.jsonl").read_bytes()
    for _ in range(trial.many(5)):
        for command, code, text in (
                (["train", *RUN, "--run-directory", run], USAGE, "already holds a run"),
                (["train", "--resume", run], INPUT_OUTPUT, "is being written by another program"),
                (["runs", "delete", run, "--yes"], USAGE, "is being written, expected a run that has ended")):
            ended = trial.run(*command)
            trial.refused(ended, code, text)
            trial.expect(ended.seconds < AT_ONCE, "it took", ended.seconds, "s to say so")
        for command in (["runs", run.parent], ["runs", "--json", run], ["export", run, "--to", trial.folder / "x.csv"],
                        ["export", run, "--to", trial.folder / "x.jsonl"], ["evaluate", run],
                        ["export", run, "--to", trial.folder / "x.safetensors"],
                        ["export", run, "--to", trial.folder / "x", "--format", "tensorboard"],
                        ["train", "--resume", newest(run)[-1], "--run-directory", trial.folder / "other"]):
            ended = trial.run(*command)
            trial.cases += 1
            trial.expect(ended.code == 0 and not ended.complaints, command[0], "of a run that is being written:",
                         ended.code, ended.errors)
            shutil.rmtree(trial.folder / "other", ignore_errors=True)
    trial.expect((run / "run.jsonl").read_bytes().startswith(log), "somebody else has changed the log")
    trial.expect(" running " in trial.run("runs", run).output, "runs does not say that it is running")
    ended = watched.end()
    trial.expect(ended.code == 0 and losses(ended.output) == trial.losses, "the run was disturbed", ended.errors)
    trial.sound(run, ended.output)
    trial.expect((run / "run.jsonl").read_text() == ended.output, "the log lacks lines")


def at_the_same_time(trial):
    """Two programs that begin, or go on, in one folder in the same instant: one of them does."""
    killed = trial.killed("killed")
    for index in range(trial.many(20)):
        run = trial.folder / "contested"
        shutil.rmtree(run, ignore_errors=True)
        if index % 2:
            trial.copy(killed, "contested")
            command = ["train", "--resume", run]
        else:
            command = ["train", *RUN, "--run-directory", run]
        both = [trial.begin(f"errors-{which}", *command) for which in range(2)]
        ends = sorted((process.wait(), errors.read_text()) for process, errors in both)
        codes = [code for code, _ in ends]
        # The second may come when the first has ended already, and is refused for that.
        trial.cases += 1
        trial.expect(codes[0] == 0 and codes[1] in (USAGE, INPUT_OUTPUT), "expected one that goes on, one that does not",
                     ends)
        complaints = Ended(codes[1], "", ends[1][1]).complaints
        trial.expect(len(complaints) == 1, "expected one line", ends[1][1])
        trial.is_complete(run)


def killed_beside(trial):
    """A lock ends with its program: a run that was killed can be gone on with at once."""
    for _ in range(trial.many(5)):
        run = trial.folder / "released"
        shutil.rmtree(run, ignore_errors=True)
        watched = trial.train(run)
        watched.until_step(50)
        trial.refused(trial.run("train", "--resume", run), INPUT_OUTPUT, "is being written by another program")
        watched.process.send_signal(signal.SIGKILL)
        watched.end()
        trial.goes_on(run)
