"""Reports on drift and performance beside Evidently's, and the replay of events, each a child process.

Usage: python monitoring.py --vaglio BINARY --cache FOLDER [--rows 1000000] [--events 10000000]
           [--evidently PYTHON]

PYTHON is an interpreter with evidently 0.7.23, pandas below 3 and numpy below 2.4; without it Vaglio is
measured alone.
"""
import argparse
import sys
import tempfile
from pathlib import Path

from run import HERE, measure


def line(name, usage, ours=None):
    ratio = f"  {usage.cpu_seconds / ours.cpu_seconds:.1f} × CPU, {usage.peak_bytes / ours.peak_bytes:.1f} × memory" if ours else ""
    print(f"  {name:52} {usage.cpu_seconds:8.2f} CPU s {usage.peak_bytes / 1e6:8.0f} MB{ratio}", flush=True)


def generated(script, count, folder):
    """Data made once; a folder that is there was finished."""
    if not folder.exists():
        partial = folder.with_name(folder.name + ".partial")
        measure([sys.executable, HERE / script, count, partial])
        partial.rename(folder)
    return folder


def reports(vaglio, rows, cache, evidently):
    print(f"drift and performance, {rows:,} reference and {rows:,} current rows of 20 columns")
    data = generated("generate_clients.py", rows, cache / f"clients-{rows}")
    reference, current = data / "reference.parquet", data / "current.parquet"
    with tempfile.TemporaryDirectory() as out:
        parts = [measure([vaglio, "drift", reference, current, "--target", "label", "--levels", "label", "--prediction",
                          "score", "--quiet", "--out", f"{out}/drift"])]
        for path in (reference, current):
            parts.append(measure([vaglio, "evaluate", path, "--label", "label", "--score", "score", "--quiet", "--out",
                                  f"{out}/{path.stem}"]))
        size = sum((Path(out) / name / "report.html").stat().st_size for name in ("drift", "reference", "current"))
        ours = parts[0]._replace(
            cpu_seconds=sum(part.cpu_seconds for part in parts), peak_bytes=max(part.peak_bytes for part in parts))
        line("vaglio drift, and evaluate of either side", ours)
        print(f"    three reports of together {size / 1e3:.0f} kB")
        line("vaglio drift --estimate", measure(
            [vaglio, "drift", reference, current, "--target", "label", "--levels", "label", "--prediction", "score",
             "--estimate", "--quiet", "--out", f"{out}/estimate"]))
        if evidently:
            page = Path(out) / "evidently.html"
            theirs = measure([evidently, HERE / "peers" / "report_evidently.py", reference, current, page])
            line("Evidently: drift and classification presets", theirs, ours)
            print(f"    a report of {page.stat().st_size / 1e3:.0f} kB")


def replay(vaglio, events, cache):
    print(f"replay of {events:,} events over 90 days, 48 regions, three sequential watches of each")
    data = generated("generate_events.py", events // 2, cache / f"events-{events}")
    predictions, labels = (sorted(data.glob(f"{kind}-*.parquet")) for kind in ("predictions", "labels"))
    for days in (30, 60, 90):
        with tempfile.TemporaryDirectory() as out:
            usage = measure(
                [vaglio, "watch", "--replay", *predictions[:days], "--labels", *labels[:days + 30], "--time", "at", "--id",
                 "id", "--score", "score", "--label", "label", "--label-time", "known", "--horizon", "30d", "--segment",
                 "region", "--alerts", data / "alerts.yaml", "--disorder", "1h", "--quiet", "--out", f"{out}/watch"],
                statuses=(0, 1))
        line(f"vaglio watch, the first {days} days", usage)
        print(f"    {events * days / 90 / usage.cpu_seconds:,.0f} events a CPU second")


parser = argparse.ArgumentParser()
parser.add_argument("--vaglio", required=True)
parser.add_argument("--cache", type=Path, required=True)
parser.add_argument("--rows", type=int, default=1_000_000)
parser.add_argument("--events", type=int, default=10_000_000)
parser.add_argument("--evidently")
options = parser.parse_args()
reports(options.vaglio, options.rows, options.cache, options.evidently)
replay(options.vaglio, options.events, options.cache)
