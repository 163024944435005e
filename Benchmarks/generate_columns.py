"""Writes a Parquet file with twenty columns, as pyarrow or polars writes it by default.

Usage: python generate_columns.py ROWS FILE [pyarrow|polars]

label (0 or 1), score (random doubles), region (15 texts) and seventeen random features as floats:
10,000,000 rows are about 800 MB.
"""

import sys

import numpy as np
import polars
import pyarrow as arrow
import pyarrow.parquet as parquet

from generate import BLOCK, REGIONS, SEED, logistic

FEATURES = 17


def block(first, count):
    random = np.random.default_rng([SEED, first])
    risk = random.standard_normal(count)
    regions = arrow.DictionaryArray.from_arrays(random.integers(0, len(REGIONS), count, dtype=np.int32), REGIONS)
    features = {f"feature_{number}": random.random(count, dtype=np.float32) for number in range(FEATURES)}
    return arrow.table({
        "label": (random.random(count) < logistic(risk)).astype(np.int64),
        "score": logistic(risk + 0.5 * random.standard_normal(count)),
        "region": regions.cast(arrow.string()),
        **features,
    })


def main(rows, path, writer="pyarrow"):
    blocks = [block(first, min(BLOCK, rows - first)) for first in range(0, rows, BLOCK)]
    table = arrow.concat_tables(blocks)
    if writer == "polars":
        polars.from_arrow(table).write_parquet(path)
    else:
        parquet.write_table(table, path)


if __name__ == "__main__":
    main(int(sys.argv[1]), *sys.argv[2:])
