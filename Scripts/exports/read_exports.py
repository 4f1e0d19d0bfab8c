"""Makes runs, exports them, and reads the exports as other programs do; see ../check-exports."""

import gzip
import json
import math
import pathlib
import signal
import struct
import subprocess
import sys
import tempfile
import time
import xml.dom.minidom
import zlib

import numpy
import pandas
import torch
from safetensors import safe_open
from safetensors.torch import load_file
from tensorboard.backend.event_processing.event_accumulator import EventAccumulator
from tensorboard.backend.event_processing.event_file_loader import EventFileLoader
from tensorboard.plugins.hparams import metadata as hparams
from tensorboard.plugins.hparams import plugin_data_pb2

root = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(root / "Scripts/reference"))
from networks import build  # noqa: E402

program = pathlib.Path(sys.argv[1]).resolve()


def call(*arguments, code=0):
    done = subprocess.run(
        [program, *map(str, arguments)], capture_output=True, text=True)
    assert done.returncode == code, f"{arguments}: {done.returncode}\n{done.stderr}"
    return done


def events(path):
    """The whole lines of a log."""
    return [json.loads(line) for line in open(path) if line.endswith("\n")]


def close(left, right, tolerance=1e-6):
    left, right = (math.nan if value is None else float(value) for value in (left, right))
    return (math.isnan(left) and math.isnan(right)) or math.isclose(
        left, right, rel_tol=tolerance, abs_tol=1e-30)


def check_csv(log, folder, prefix=""):
    steps = [event for event in log if event["event"] == "step"]
    layers = [layer["name"] for layer in log[0]["networks"][0]["layers"]]
    for event in log:
        if event["event"] == "network_changed":
            layers += [
                layer["name"] for layer in event["description"]["layers"]
                if layer["name"] not in layers]
    table = pandas.read_csv(folder / f"{prefix}steps.csv")
    assert list(table["step"]) == [event["step"] for event in steps]
    assert all(close(row, event["loss"], 1e-15) for row, event in zip(table["loss"], steps))
    norms = table.filter(like="gradient_norm/")
    assert list(norms.columns) == [f"gradient_norm/{layer}" for layer in layers]
    first = steps[0]["gradient_norms"]
    assert all(close(*pair, 1e-15) for pair in zip(norms.iloc[0][: len(first)], first))
    assert table["output_gradient/" + layers[0]].notna().sum() >= 1
    tests = [event for event in log if event["event"] == "evaluation"]
    evaluations = pandas.read_csv(folder / f"{prefix}evaluations.csv")
    assert list(evaluations["accuracy"]) == [event["accuracy"] for event in tests]
    return f"{len(table)} rows of {len(table.columns)} columns, {len(evaluations)} evaluations"


def check_tensorboard(log, folder, dense=True, has_purge=False):
    sizes = {"scalars": 0, "histograms": 0, "images": 0, "tensors": 0}
    # Without purging: every event of the log is there.
    run = EventAccumulator(str(folder), sizes, purge_orphaned_data=False).Reload()
    tags = run.Tags()
    steps = [event for event in log if event["event"] == "step"]
    losses = run.Scalars("loss/train")
    assert [event.step for event in losses] == [event["step"] for event in steps]
    assert all(
        close(shown.value, numpy.float32(event["loss"])) for shown, event in zip(losses, steps))
    tests = [event for event in log if event["event"] == "evaluation"]
    assert [event.step for event in run.Scalars("accuracy/test")] == [
        event["step"] for event in tests]
    layer = log[0]["networks"][0]["layers"][0]["name"]
    shown = run.Scalars(f"gradient_norm/{layer}")
    assert len(shown) == len(steps) and all(
        close(value.value, numpy.float32(event["gradient_norms"][0]))
        for value, event in zip(shown, steps))
    histograms = run.Histograms(f"weights/{layer}.weight")[-1].histogram_value
    assert histograms.num == sum(histograms.bucket) and histograms.min < 0 < histograms.max
    assert run.Histograms("log10_gradient_norm_of_layers")
    wanted = ["confusion", f"filters/{layer}"] + (["reuse/block1"] if dense else [])
    for tag in wanted:
        image = run.Images(tag)[-1]
        assert png_size(image.encoded_image_string) == (image.width, image.height)
    start = plugin(run, hparams.SESSION_START_INFO_TAG).session_start_info
    assert start.hparams["batch_size"].number_value == 64
    assert start.hparams["optimizer.is_nesterov"].bool_value is True
    assert start.hparams["dataset"].string_value == "digits"
    end = plugin(run, hparams.SESSION_END_INFO_TAG).session_end_info
    if has_purge:
        # What an undo took back is purged, as TensorBoard does it.
        kept = EventAccumulator(str(folder), sizes).Reload().Scalars("loss/train")
        numbers = [event.step for event in kept]
        assert numbers == sorted(set(numbers)) and numbers[-1] == steps[-1]["step"]
    # The loader of TensorBoard itself, which brings old forms of values to new ones.
    [file] = folder.glob("events.out.tfevents.*")
    count = sum(1 for _ in EventFileLoader(str(file)).Load())
    return (
        f"{count} events, {len(tags['scalars'])} scalars, {len(tags['histograms'])} histograms, "
        f"images {', '.join(tags['images'])}, {len(start.hparams)} hparams, end status {end.status}")


def plugin(run, tag):
    return plugin_data_pb2.HParamsPluginData.FromString(
        run.SummaryMetadata(tag).plugin_data.content)


def png_size(data):
    """Width and height of a PNG file, whose parts must be right."""
    assert data[:8] == b"\x89PNG\r\n\x1a\n"
    place, packed = 8, b""
    while place < len(data):
        length, kind = struct.unpack(">I4s", data[place:place + 8])
        content = data[place + 8:place + 8 + length]
        [check] = struct.unpack(">I", data[place + 8 + length:place + 12 + length])
        assert zlib.crc32(kind + content) == check
        if kind == b"IHDR":
            size = struct.unpack(">II", content[:8])
        packed += content if kind == b"IDAT" else b""
        place += 12 + length
    assert len(zlib.decompress(packed)) == size[1] * (3 * size[0] + 1)
    return size


def digits():
    """The test part of the digits as the program standardises it."""
    def idx(name):
        data = gzip.open(root / f"Datasets/digits/{name}.gz").read()
        shape = struct.unpack(f">{data[3]}I", data[4:4 + 4 * data[3]])
        return numpy.frombuffer(data, numpy.uint8, offset=4 + 4 * data[3]).reshape(shape)
    train = idx("train-images-idx3-ubyte") / 255.0
    images = (idx("t10k-images-idx3-ubyte") / 255.0 - train.mean()) / train.std()
    labels = idx("t10k-labels-idx1-ubyte").astype(numpy.int64)
    return torch.tensor(images, dtype=torch.float32)[:, None], torch.tensor(labels)


def check_safetensors(file, run):
    tensors = load_file(file)
    with safe_open(file, "pt") as opened:
        architecture = json.loads(opened.metadata()["architecture"])
    if architecture["family"] != "densenet":
        architecture["depth"] = 6 * architecture["blocks"][0] + 2
    network = build(architecture, 1, 10)
    network.load_state_dict(tensors)
    network.eval()
    images, labels = digits()
    with torch.no_grad():
        scores = network(images)
    loss = torch.nn.functional.cross_entropy(scores, labels).item()
    accuracy = (scores.argmax(1) == labels).double().mean().item()
    ours = json.loads(call("evaluate", run, "--json").stdout)
    assert close(loss, ours["loss"], 1e-4) and close(accuracy, ours["accuracy"])
    # The file is one for this program too, and no option is needed.
    again = json.loads(call("evaluate", file, "--json").stdout)
    assert again["loss"] == ours["loss"]
    return f"{len(tensors)} tensors, loss in PyTorch {loss:.6f}, here {ours['loss']:.6f}"


def check_svg(path):
    charts = sorted(path.glob("*.svg")) if path.is_dir() else [path]
    for chart in charts:
        document = xml.dom.minidom.parse(str(chart))
        assert document.documentElement.tagName == "svg"
        assert document.getElementsByTagName("path")
    return f"{len(charts)} well-formed: " + ", ".join(chart.stem for chart in charts)


def check_run(folder):
    run = folder / "run"
    call("train", "--dataset", "digits", "--steps", 120, "--evaluate-every", 30, "--seed", 1,
         "--at", "40:growth_rate=10", "--at", "60:add_layer=block2", "--at", "80:undo",
         "--run-directory", run)
    log = events(run / "run.jsonl")
    call("export", run, "--to", folder / "csv", "--format", "csv")
    print("csv:", check_csv(log, folder / "csv"))
    call("export", run, "--to", folder / "log.jsonl")
    assert (folder / "log.jsonl").read_bytes() == (run / "run.jsonl").read_bytes()
    print("jsonl:", len(log), "events, the log itself")
    call("export", run, "--to", folder / "tb", "--format", "tensorboard")
    print("tensorboard:", check_tensorboard(log, folder / "tb", has_purge=True))
    call("export", run, "--to", folder / "w.safetensors")
    print("safetensors:", check_safetensors(folder / "w.safetensors", run))
    call("export", run, "--to", folder / "s.safetensors", "--checkpoint", 120)
    assert (folder / "s.safetensors").read_bytes() == (folder / "w.safetensors").read_bytes()
    call("export", run, "--to", folder / "sheet.svg")
    call("export", run, "--to", folder / "svg", "--format", "svg")
    print("svg:", check_svg(folder / "sheet.svg") + ";", check_svg(folder / "svg"))


def check_comparison(folder):
    run = folder / "comparison"
    call("compare", "--dataset", "digits", "--steps", 60, "--evaluate-every", 20, "--headless",
         "--run-directory", run)
    for form in ["csv", "tensorboard", "safetensors", "svg", "jsonl"]:
        call("export", run, "--to", folder / f"all-{form}", "--format", form)
    for name in ["densenet", "resnet", "plain"]:
        log = events(run / name / "run.jsonl")
        print(f"{name} csv:", check_csv(log, folder / "all-csv", f"{name}-"))
        print(f"{name} tensorboard:", check_tensorboard(
            log, folder / "all-tensorboard" / name, dense=name == "densenet"))
        print(f"{name} safetensors:", check_safetensors(
            folder / f"all-safetensors/{name}.safetensors", run / name))
        call("export", run, "--to", folder / f"{name}.jsonl", "--network", name)
        alone = events(folder / f"{name}.jsonl")
        steps = [event for event in log if event["event"] == "step"]
        assert [event for event in alone if event["event"] == "step"] == steps
    print("svg:", check_svg(folder / "all-svg"))


def check_killed(folder):
    """A run that is still written, and then is killed."""
    run = folder / "killed"
    process = subprocess.Popen(
        [program, "train", "--dataset", "digits", "--epochs", "100000", "--run-directory", run],
        stderr=subprocess.DEVNULL)
    log = run / "run.jsonl"
    while not log.exists() or log.read_bytes().count(b"\n") < 50:
        time.sleep(0.1)
    call("export", run, "--to", folder / "live", "--format", "csv")
    [live] = json.loads(call("runs", run, "--json").stdout)
    call("runs", "delete", run, "--yes", code=64)
    process.send_signal(signal.SIGKILL)
    process.wait()
    [killed] = json.loads(call("runs", run, "--json").stdout)
    assert (live["state"], killed["state"]) == ("running", "killed")
    with open(log, "a") as file:
        file.write('{"event":"step","loss":0.')
    rows = len(pandas.read_csv(folder / "live/steps.csv"))
    for form in ["csv", "jsonl", "tensorboard", "svg"]:
        done = call("export", run, "--to", folder / f"dead-{form}", "--format", form)
        warnings = [line for line in done.stderr.splitlines() if "cut short" in line]
        assert len(warnings) == 1, done.stderr
    whole = events(log)
    assert events(folder / "dead-jsonl/run.jsonl") == whole
    check_csv(whole, folder / "dead-csv")
    call("runs", "delete", run, "--yes")
    assert not run.exists()
    print(f"a run under way: {rows} rows; killed: {len(whole)} events, the half line passed over")


def peak_memory(process):
    """Mebibytes; 0 of a process that is gone."""
    try:
        status = open(f"/proc/{process}/status").read()
        return int(status.split("VmHWM:")[1].split()[0]) / 1024
    except (OSError, IndexError):
        return 0


def check_length(folder):
    """Memory does not grow with the log."""
    run = folder / "run/run.jsonl"
    lines = open(run).read().splitlines(keepends=True)
    step = next(line for line in lines if '"event":"step"' in line)
    long, count = folder / "long.jsonl", 20_000
    with open(long, "w") as file:
        file.write(lines[0])
        for number in range(1, count + 1):
            file.write(step.replace('"step":1,', f'"step":{number},'))
    peaks = []
    for form in ["csv", "jsonl", "tensorboard", "svg"]:
        begin = time.monotonic()
        process = subprocess.Popen(
            [program, "export", long, "--to", folder / f"long-{form}", "--format", form],
            stderr=subprocess.DEVNULL)
        peak = 0
        while process.poll() is None:
            peak = max(peak, peak_memory(process.pid))
            time.sleep(0.01)
        assert process.returncode == 0 and peak < 100
        peaks.append(f"{form} {peak:.0f} MiB {time.monotonic() - begin:.1f} s")
    print(f"{count} steps, {long.stat().st_size / 2**20:.0f} MiB:", ", ".join(peaks))


with tempfile.TemporaryDirectory() as name:
    for check in [check_run, check_comparison, check_killed, check_length]:
        check(pathlib.Path(name))
print("all read")
