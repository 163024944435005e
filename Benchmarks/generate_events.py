"""Writes predictions and labels over 90 days for the replay benchmark: a file of each a day.

usage: generate_events.py PREDICTIONS FOLDER

48 regions; labels after five days on average, none after thirty. With alerts.yaml, which watches calibration
and two losses in every region by sequential evidence, and one metric.
"""
import pathlib
import sys

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

DAYS, DAY = 90, 86_400_000_000
count, folder = int(sys.argv[1]) // DAYS, pathlib.Path(sys.argv[2])
folder.mkdir(parents=True, exist_ok=True)
numbers = np.random.default_rng(3)
start = np.datetime64("2026-01-01T00:00:00", "us")
regions = [f"r{region}" for region in range(48)]
known, labels, ids = [], [], []
for day in range(DAYS):
    times = np.sort(numbers.integers(0, DAY, count)) + day * DAY
    scores = 1 / (1 + np.exp(1.6 - numbers.normal(size=count)))
    delays = numbers.exponential(5 * DAY, count).astype("int64")
    names = np.arange(day * count, (day + 1) * count)
    codes = pa.DictionaryArray.from_arrays(numbers.integers(0, 48, count).astype("int32"), regions)
    pq.write_table(
        pa.table({"id": names, "at": start + times.astype("timedelta64[us]"), "score": scores, "region": codes}),
        folder / f"predictions-{day:03}.parquet")
    kept = delays < 30 * DAY
    known.append((times + delays)[kept])
    labels.append((numbers.random(count) < scores).astype("int64")[kept])
    ids.append(names[kept])
known, labels, ids = map(np.concatenate, (known, labels, ids))
for day in range(DAYS + 30):
    rows = np.flatnonzero(known // DAY == day)
    if len(rows):
        rows = rows[np.argsort(known[rows], kind="stable")]
        pq.write_table(
            pa.table({"id": ids[rows], "known": start + known[rows].astype("timedelta64[us]"), "label": labels[rows]}),
            folder / f"labels-{day:03}.parquet")
(folder / "alerts.yaml").write_text(f"""version: 1
budget: {{days: 90, rows-per-day: {count}}}
alerts:
  - {{name: calibration, watch: calibration, segments: [region]}}
  - {{name: loss, watch: loss, loss: brier_score, segments: [region], baseline: 0.14, tolerance: 0.01}}
  - {{name: errors, watch: loss, loss: zero_one_loss, segments: [region], baseline: 0.2, tolerance: 0.02}}
  - {{name: auc, watch: metric, metric: roc_auc, at-least: 0.6}}
""")
