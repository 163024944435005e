"""Writes the tables of the benchmarks.

Usage: python generate.py ROWS FILE [CLASSES]

id, label, production, candidate, region (10,000,000 rows are about 650 MB); with CLASSES id, label
and one column of probabilities per class, p_0 and on (1,000,000 rows of 10 are about 210 MB).
"""

import sys

import numpy as np
import pyarrow as arrow
from pyarrow import csv

SEED = 7
BLOCK = 1_000_000
REGIONS = [
    "Abruzzo", "Calabria", "Campania", "Emilia-Romagna", "Lazio", "Liguria", "Lombardia", "Piemonte",
    "Puglia", "Sardegna", "Sicilia", "Toscana", "Trentino-Alto Adige", "Umbria", "Veneto",
]


def logistic(z):
    return 1 / (1 + np.exp(-z))


def block(first, count):
    """Both models see the truth through noise, the candidate through less of it."""
    random = np.random.default_rng([SEED, first])
    risk = 1.3 * random.standard_normal(count) - 1.6
    seen = {name: risk + noise * random.standard_normal(count) for name, noise in
            (("production", 0.9), ("candidate", 0.75))}
    regions = arrow.DictionaryArray.from_arrays(
        random.integers(0, len(REGIONS), count, dtype=np.int32), REGIONS
    )
    return arrow.table({
        "id": np.arange(first, first + count) + 1_000_000_000,
        "label": (random.random(count) < logistic(risk)).astype(np.int8),
        "production": logistic(0.8 * seen["production"] - 0.2),
        "candidate": logistic(0.85 * seen["candidate"] - 0.15),
        "region": regions.cast(arrow.string()),
    })


def block_of_classes(first, count, classes):
    """Probabilities that lean towards the label."""
    random = np.random.default_rng([SEED, first])
    labels = random.integers(0, classes, count, dtype=np.int32)
    scores = 2 * random.random((count, classes))
    scores[np.arange(count), labels] += 1
    scores = np.exp(scores)
    scores /= scores.sum(axis=1, keepdims=True)
    columns = {f"p_{number}": column for number, column in enumerate(scores.T)}
    return arrow.table({
        "id": np.arange(first, first + count) + 1_000_000_000, "label": labels, **columns,
    })


def main(rows, path, classes=None):
    options, writer = csv.WriteOptions(quoting_style="none", quoting_header="none"), None
    for first in range(0, rows, BLOCK):
        count = min(BLOCK, rows - first)
        table = block_of_classes(first, count, classes) if classes else block(first, count)
        writer = writer or csv.CSVWriter(path, table.schema, write_options=options)
        writer.write_table(table)
    writer.close()


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2], *map(int, sys.argv[3:]))
