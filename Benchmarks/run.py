"""Runs Vaglio and its peers on the same table and prints CPU seconds, peak memory and ratios.

Usage: python run.py --vaglio BINARY --benchmarks FOLDER --rows N --cache FOLDER
(script/bench does it)

Every figure is of a whole child process, as the kernel accounts for it (wait4): user and system
CPU seconds of all threads, and peak resident memory. Exits with 1 if a point value disagrees.
"""

import argparse
import json
import math
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

HERE = Path(__file__).resolve().parent
AGREEMENT = 1e-9  # absolute or relative, whichever is looser: sums of 10 million rounded terms


class Usage(NamedTuple):
    cpu_seconds: float
    wall_seconds: float
    peak_bytes: int
    output: str


def measure(command, statuses=(0,)):
    with tempfile.TemporaryFile() as output:
        began = time.monotonic()
        child = subprocess.Popen([str(word) for word in command], stdout=output)
        _, status, usage = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
        wall = time.monotonic() - began
        if child.returncode not in statuses:
            raise SystemExit(f"{' '.join(map(str, command))} ended with {child.returncode}")
        output.seek(0)
        text = output.read().decode()
    return Usage(usage.ru_utime + usage.ru_stime, wall, usage.ru_maxrss * 1024, text)


def median(runs):
    middle = [statistics.median(values) for values in list(zip(*runs))[:3]]
    return Usage(*middle, "")


def peer(name, *arguments):
    return measure([sys.executable, HERE / "peers" / name, *arguments])


def table(rows, cache, *classes):
    """The generated table, made once: an interrupted run leaves no half of it."""
    path = cache / ("-".join(["rows", str(rows), *(f"classes-{count}" for count in classes)]) + ".csv")
    if not path.exists():
        cache.mkdir(parents=True, exist_ok=True)
        part = path.with_suffix(".part")
        subprocess.run([sys.executable, HERE / "generate.py", str(rows), str(part), *map(str, classes)],
                       check=True)
        part.rename(path)
    return path


def compare(vaglio, path, out):
    return measure([
        vaglio, "compare", path, "--label", "label", "--candidate", "column:candidate",
        "--production", "column:production", "--slice", "region", "--no-progress", "--out", out,
    ])


def disagreements(record, values):
    """What the peer says otherwise, or we don't say: one line each."""
    found = {
        (f["subject"], f["slice"], f["measure"]): f["value"] for f in record["findings"] if "value" in f
    }
    for subject, slices in values.items():
        for part, measures in slices.items():
            for name, theirs in measures.items():
                ours = found.get((subject, part, name))
                if ours is None or not math.isclose(ours, theirs, rel_tol=AGREEMENT, abs_tol=AGREEMENT):
                    yield f"{subject} {part} {name}: ours {ours}, theirs {theirs}"


def row(name, usage, ours=None):
    ratios = ""
    if ours:
        cpu, memory = usage.cpu_seconds / ours.cpu_seconds, usage.peak_bytes / ours.peak_bytes
        ratios = f" {cpu:9.1f} {memory:9.1f}"
    figures = f"{usage.cpu_seconds:9.2f} {usage.wall_seconds:9.2f} {usage.peak_bytes / 1e6:9.0f}"
    print(f"{name:<52}{figures}{ratios}")


def heading(text):
    print(f"\n{text}\n{'':<52}{'CPU s':>9} {'wall s':>9} {'peak MB':>9} {'CPU x':>9} {'memory x':>9}")


def compare_end_to_end(vaglio, path, out):
    heading(f"all default metrics, both models, overall and per region: {path.name}")
    ours = compare(vaglio, path, out)
    row("vaglio compare (intervals, differences, report)", ours)
    careful = peer("compare_sklearn.py", path)
    row("pandas + scikit-learn, written with care", careful, ours)
    row("pandas + scikit-learn, one call a metric", peer("compare_sklearn.py", path, "--documented"), ours)
    told = json.loads(careful.output)
    for name, phase in told["phases"].items():
        print(f"    with care, {name}: {phase['cpu_seconds']:.2f} CPU s")
    return report_agreement(out / "report.json", told["values"])


def report_agreement(record, values):
    wrong = list(disagreements(json.loads(record.read_text()), values))
    count = sum(len(m) for slices in values.values() for m in slices.values())
    print(f"    {count - len(wrong)} of {count} point values agree to {AGREEMENT}")
    print("".join(f"    {line}\n" for line in wrong), end="")
    return not wrong


def classes_end_to_end(vaglio, cache, out, rows=1_000_000, classes=10):
    path = table(rows, cache, classes)
    heading(f"all default metrics of one model, {rows} rows of {classes} classes: {path.name}")
    ours = measure([vaglio, "evaluate", path, "--label", "label", "--score", "p_*",
                    "--task", "multiclass", "--no-progress", "--out", out])
    row("vaglio evaluate (intervals, report)", ours)
    careful = peer("multiclass_sklearn.py", rows, classes, "--table", path)
    row("pandas + scikit-learn, written with care", careful, ours)
    row("pandas + scikit-learn, one call a metric",
        peer("multiclass_sklearn.py", rows, classes, "--table", path, "--documented"), ours)
    return report_agreement(out / "report.json", json.loads(careful.output)["values"])


def in_memory(benchmarks):
    """One process a line: the peer runs our benchmark on the same rows, and holds the values."""
    agrees = True
    for name, ours, *options in [
        ("slices_fairlearn.py", "SliceBenchmark", "1000000", "10"),
        ("slices_fairlearn.py", "SliceBenchmark", "1000000", "50"),
        ("slices_fairlearn.py", "SliceBenchmark", "1000000", "50", "--with-care"),
        ("slices_fairlearn.py", "SliceBenchmark", "1000000", "200"),
        ("multiclass_sklearn.py", "MulticlassBenchmark", "1000000", "10"),
        ("multiclass_sklearn.py", "MulticlassBenchmark", "1000000", "10", "--documented"),
    ]:
        print(f"\nrows in memory: {name} {' '.join(options)}", flush=True)
        command = [sys.executable, HERE / "peers" / name, *options, "--vaglio", benchmarks / ours]
        agrees = subprocess.run(command).returncode == 0 and agrees
    return agrees


def parquet_table(rows, cache, writer):
    """The generated file of twenty columns, made once."""
    path = cache / f"columns-{rows}-{writer}.parquet"
    if not path.exists():
        cache.mkdir(parents=True, exist_ok=True)
        part = path.with_suffix(".part")
        subprocess.run([sys.executable, HERE / "generate_columns.py", str(rows), str(part), writer], check=True)
        part.rename(path)
    return path


def tables(benchmarks, cache, rows):
    """Reading alone: whole processes, and of the peers also the reading without their import."""
    columns = {"label": "number", "score": "number", "region": "category"}
    for path, wanted in [
        (parquet_table(rows, cache, "pyarrow"), columns), (parquet_table(rows, cache, "polars"), columns),
        (table(rows, cache), {}),
    ]:
        heading(f"reading {len(wanted) or 'all'} columns: {path.name}")
        ours = measure([benchmarks / "TableBenchmark", path, "2", *(f"{name}={kind}" for name, kind in wanted.items())])
        row("vaglio's TableReader", ours)
        for library in ("polars", "pyarrow", "duckdb"):
            theirs = peer("read_columns.py", library, path, *wanted)
            row(library, theirs, ours)
            print(f"    reading alone: {json.loads(theirs.output)['phases']['read']['cpu_seconds']:.2f} CPU s")


def resampled(vaglio, cache, rows=100_000):
    path = table(rows, cache)
    heading(f"2,000 paired replicates of all default metrics, {rows} rows, one thread")
    for method in ("percentile", "bca"):
        row(f"vaglio compare --interval {method}", measure([
            vaglio, "compare", path, "--label", "label", "--candidate", "column:candidate",
            "--production", "column:production", "--interval", method, "--threads", "1",
            "--no-progress", "--json", "-"]))


def recalibration(vaglio, cache, rows=1_000_000):
    path, saved = table(rows, cache), cache / "recalibrator.json"
    heading(f"recalibration of {rows} rows")
    row("vaglio calibrate --method isotonic, 5 folds", measure([
        vaglio, "calibrate", path, "--label", "label", "--score", "candidate", "--method", "isotonic",
        "--save", saved, "--no-progress", "--json", "-"]))
    row("vaglio predict --recalibrator", measure([
        vaglio, "predict", path, "--score", "candidate", "--id", "id", "--recalibrator", saved,
        "--out", cache / "recalibrated.csv"]))


def prediction(benchmarks, cache):
    """The peer trains the models once, and holds the margins of all three against each other."""
    print(flush=True)
    command = [sys.executable, HERE / "peers" / "predict_boosters.py", "--cache", cache / "boosters",
               "--vaglio", benchmarks / "PredictionBenchmark"]
    return subprocess.run(command).returncode == 0


def first_prediction(vaglio, cache):
    """From the start of the process to the first prediction: a model of 500 trees, 1,000 rows."""
    heading("the first prediction of a fresh process, median of 5")
    model, rows = next((cache / "boosters").glob("*.json")), cache / "first-rows.csv"
    peer("first_prediction.py", "--draw", rows, 1000, 50)
    ours = median([measure([vaglio, "predict", rows, "--model", model, "--out", cache / "first.csv"])
                   for _ in range(5)])
    row("vaglio predict", ours)
    theirs = median([peer("first_prediction.py", model, rows) for _ in range(5)])
    row("import xgboost, read the model and the rows", theirs, ours)
    print(f"    wall: {theirs.wall_seconds / ours.wall_seconds:.1f} x")


def bootstrap(path):
    told = json.loads(peer("bootstrap_scipy.py", path, 100_000, 100).output)
    spent = told["phases"]["bootstrap"]["cpu_seconds"]
    print(f"\nscipy.stats.bootstrap of the AUC difference, {told['rows']} rows: {spent:.1f} CPU s for "
          f"{told['resamples']} resamples,\n    {told['cpu_seconds_scaled_to_2000_resamples']:.0f} CPU s "
          f"scaled to 2,000 (standard error {told['standard_error']:.6f})")


def gate(vaglio, record):
    heading("judging a record by a policy, whole process, median of 20 (peer: of 5)")
    policy = HERE / "policy.yaml"
    ours = median([measure([vaglio, "gate", record, "--policy", policy], (0, 1, 3)) for _ in range(20)])
    row("vaglio gate", ours)
    row("import sklearn.metrics, read the record, compare",
        median([peer("gate_import.py", record) for _ in range(5)]), ours)


def main():
    options = argparse.ArgumentParser()
    options.add_argument("--vaglio", type=Path, required=True)
    options.add_argument("--benchmarks", type=Path, required=True)
    options.add_argument("--rows", type=int, default=10_000_000)
    options.add_argument("--cache", type=Path, required=True)
    chosen = options.parse_args()
    path, out = table(chosen.rows, chosen.cache), chosen.cache / "out"
    print(f"{path.name}: {path.stat().st_size / 1e6:.0f} MB, {os.cpu_count()} processors")
    agrees = compare_end_to_end(chosen.vaglio, path, out)
    gate(chosen.vaglio, out / "report.json")
    agrees = classes_end_to_end(chosen.vaglio, chosen.cache, out) and agrees
    agrees = in_memory(chosen.benchmarks) and agrees
    tables(chosen.benchmarks, chosen.cache, chosen.rows)
    agrees = prediction(chosen.benchmarks, chosen.cache) and agrees
    first_prediction(chosen.vaglio, chosen.cache)
    resampled(chosen.vaglio, chosen.cache)
    bootstrap(path)
    recalibration(chosen.vaglio, chosen.cache)
    sys.exit(0 if agrees else 1)


if __name__ == "__main__":
    main()
