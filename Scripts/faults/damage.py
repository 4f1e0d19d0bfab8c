"""Checkpoints and logs that are not what was written."""

import json
import random

from trial import DATA, RUN, newest, with_checksum


def checkpoints_named(trial):
    """A checkpoint cut short, or with one bit that is not what it was, that somebody names."""
    content = newest(trial.whole)[-1].read_bytes()
    file = trial.folder / "damaged.safetensors"
    for damaged, what in damages(content, trial.many(200), trial.many(1200)):
        file.write_bytes(damaged)
        # In turn, whatever reads checkpoints.
        command = (["evaluate", file], ["train", "--resume", file], ["train", "--weights", file, "--steps", "1"],
                   ["export", file, "--to", trial.folder / "x.safetensors"])[trial.cases % 4]
        wrong = trial.wrong
        trial.refused(trial.run(*command), DATA, str(file))
        if trial.wrong > wrong:
            print("  ", what, command)
    trial.expect(not (trial.folder / "x.safetensors").exists(), "a damaged checkpoint was exported")


def checkpoints_passed_over(trial):
    """The newest checkpoint of a killed run damaged: an older one is used, and that is said."""
    run = trial.killed("killed")
    last = newest(run)[-1]
    content = last.read_bytes()
    for damaged, what in damages(content, trial.many(20), trial.many(100)):
        copy = trial.copy(run)
        (copy / "checkpoints" / last.name).write_bytes(damaged)
        wrong = trial.wrong
        trial.goes_on(copy, "Passed over: ", last.name, "from step 40; ", "steps behind that are made again")
        if trial.wrong > wrong:
            print("  ", what)
    # None that is whole: from the beginning.
    copy = trial.copy(run)
    for file in copy.glob("checkpoints/*"):
        file.write_bytes(file.read_bytes()[:-1])
    trial.goes_on(copy, "Passed over: ", "Beginning again in ", "steps behind that are made again")


def damages(content, cuts, flips):
    """The content cut at many places, then with one bit flipped; half of the places in the header."""
    places = random.Random(1)
    header = 8 + int.from_bytes(content[:8], "little")
    lengths = [0, 1, 7, 8, 9, header - 1, header, header + 1, len(content) - 1]
    lengths += [places.randrange(header if index % 2 else len(content)) for index in range(cuts - len(lengths))]
    for length in lengths:
        yield content[:length], f"cut to {length} bytes"
    for index in range(flips):
        place, bit = places.randrange(header if index % 2 else len(content)), places.randrange(8)
        damaged = bytearray(content)
        damaged[place] ^= 1 << bit
        yield bytes(damaged), f"byte {place}, bit {bit}"


def log_tails(trial):
    """What a power failure or another program leaves behind a log's last whole line, and logs cut anywhere."""
    run = trial.killed("killed")
    log = (run / "run.jsonl").read_bytes()
    tails = [b'{"event":"step","st', b"hello\n", b"\0" * 4096, b"\0\n" * 9, b"\xff\xfe{}\n", b"{}\n", b"\n\n",
             b'{"event":"step"}\n', b"[" * 100_000 + b"\n"]
    for tail in tails:
        copy = trial.copy(run)
        (copy / "run.jsonl").write_bytes(log + tail)
        read(trial, copy, is_damaged=tail.strip() != b"")
        trial.goes_on(copy)
    places = random.Random(2)
    first = position(newest(run)[0])
    for _ in range(trial.many(60)):
        copy = trial.copy(run)
        cut = log[:places.randrange(len(log) + 1)]
        (copy / "run.jsonl").write_bytes(cut)
        if cut.count(b"\n") >= first:
            trial.goes_on(copy)
        else:
            trial.refused(trial.run("train", "--resume", copy), DATA, "run.jsonl: expected at least")


def log_middles(trial):
    """Lines in the midst of a log that are none of it: what can be read is read, and the run goes on from a
    checkpoint before them, or where there is none does not, and loses nothing."""
    run = trial.killed("killed")
    first = position(newest(run)[0])
    lines = (run / "run.jsonl").read_bytes().splitlines(keepends=True)
    for place in range(1, 60, max(1, round(20 / trial.scale))):
        for other in (b"hello\n", b"\0" * len(lines[place]), b"\0" * len(lines[place]) + b"\n", lines[place][:30],
                      lines[place][:30] + b"\n"):
            copy = trial.copy(run)
            broken = b"".join([*lines[:place], other, *lines[place + 1:]])
            (copy / "run.jsonl").write_bytes(broken)
            read(trial, copy, is_damaged=True)
            if place >= first:
                trial.goes_on(copy, "Going on in ")
                continue
            trial.refused(trial.run("train", "--resume", copy), DATA, "run.jsonl: ")
            trial.expect((copy / "run.jsonl").read_bytes() == broken, "the log was changed though the run was refused")
            # In another folder it can go on: the checkpoint has all that it takes.
            ended = trial.run("train", "--resume", newest(copy)[-1], "--run-directory", copy / "other")
            trial.expect(ended.code == 0, "a checkpoint beside a damaged log is lost", ended.errors)


def position(checkpoint):
    """At which line of the log a checkpoint was written."""
    content = checkpoint.read_bytes()
    header = json.loads(content[8:8 + int.from_bytes(content[:8], "little")])
    return json.loads(header["__metadata__"]["run"])["position"]["log"]


def read(trial, run, is_damaged):
    """A damaged log is read as far as it goes, and what is passed over is said."""
    trial.cases += 1
    to = trial.folder / "read.jsonl"
    ended = trial.run("export", run, "--to", to)
    trial.expect(ended.code == 0 and (not is_damaged or ended.errors.startswith("Warning: ")), "export",
                 ended.code, ended.errors)
    trial.expect(len(to.read_text().splitlines()) > 1, "nothing was exported")
    ended = trial.run("runs", run)
    trial.expect(ended.code == 0 and " killed " in ended.output, "runs", ended.code, ended.output, ended.errors)


def newer_formats(trial):
    """What a newer program may have written."""
    whole, log = trial.killed("killed"), "run.jsonl"

    def changed(name, old, new):
        copy = trial.copy(whole)
        file = copy / name
        text = file.read_bytes()
        trial.expect(old in text, name, "has no", old)
        file.write_bytes(text.replace(old, new, 1))
        return copy

    copy = changed(log, b"densenet-explorer-run/1", b"densenet-explorer-run/2")
    trial.refused(trial.run("train", "--resume", copy), DATA, "densenet-explorer-run/2", "expected densenet-explorer-run/1")
    trial.refused(trial.run("export", copy, "--to", trial.folder / "x.csv"), DATA, "densenet-explorer-run/2",
                  "expected densenet-explorer-run/1")
    copy = changed("config.json", b'"steps" :', b'"weeks" :')
    trial.refused(trial.run("train", "--resume", copy), DATA, "config.json")
    last = "checkpoints/" + newest(whole)[-1].name
    copy = changed(last, b"explorer-checkpoint\\/3", b"explorer-checkpoint\\/4")
    (copy / last).write_bytes(with_checksum((copy / last).read_bytes()))
    for command in (["evaluate", copy / last], ["train", "--resume", copy / last], ["train", "--weights", copy / last]):
        trial.refused(trial.run(*command), DATA, "densenet-explorer-checkpoint/4",
                      "expected densenet-explorer-checkpoint/3")
    trial.goes_on(copy, "Passed over: ", "densenet-explorer-checkpoint/4")
    plan = trial.folder / "plan.txt"
    plan.write_text("5:transplant=block1\n")
    trial.refused(trial.run("train", *RUN, "--plan", plan), DATA, "plan.txt: line 1, '5:transplant=block1'")
