"""The distances of DriftBenchmark in NumPy, sorted once a column, or by Evidently, one thread.

usage: drift_floor.py REFERENCE.parquet CURRENT.parquet [--evidently]
CPU seconds and peak memory of each step; Kolmogorov-Smirnov distances to compare with ours. Evidently
0.7.23 needs "pandas<3" and "numpy<2.4".
"""
import os

for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[variable] = "1"

import resource
import sys
from contextlib import contextmanager

NUMBERS = ["age", "income", "debt_ratio", "tenure", "balance", "n_trans", "util", "x1", "x2", "x3", "x4", "x5"]
LEVELS = ["sex", "channel", "product", "region", "job", "month_open", "branch", "merchant"]


@contextmanager
def step(name):
    before = resource.getrusage(resource.RUSAGE_SELF)
    yield
    after = resource.getrusage(resource.RUSAGE_SELF)
    seconds = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    print(f"{name}: CPU {seconds:.2f} s, peak {after.ru_maxrss // 1024} MB", flush=True)


def floor(reference, current):
    import numpy as np
    import pyarrow.parquet as pq

    with step("read"):
        first, second = (
            pq.read_table(path, columns=NUMBERS + LEVELS, use_threads=False) for path in (reference, current)
        )
    found = {}
    with step("compared"):
        for name in NUMBERS:
            a, b = first[name].to_numpy(), second[name].to_numpy()
            a, b = np.sort(a[~np.isnan(a)]), np.sort(b[~np.isnan(b)])
            pooled = np.sort(np.concatenate([a, b]), kind="stable")
            f = np.searchsorted(a, pooled, "right") / len(a)
            g = np.searchsorted(b, pooled, "right") / len(b)
            off = np.abs(f - g)
            quartiles = np.quantile(pooled, [0.25, 0.75])
            found[name] = (off.max(), (off[:-1] * np.diff(pooled)).sum() / (quartiles[1] - quartiles[0]))
        for name in LEVELS:
            counts = [
                {row["values"]: row["counts"] for row in table[name].value_counts().to_pylist()}
                for table in (first, second)
            ]
            levels = sorted(set(counts[0]) | set(counts[1]))
            p, q = (np.array([c.get(level, 0) for level in levels], float) for c in counts)
            p, q = p / p.sum(), q / q.sum()
            m = (p + q) / 2
            entropy = lambda x: (x[x > 0] * np.log2(x[x > 0])).sum()
            found[name] = (np.sqrt(max((entropy(p) + entropy(q)) / 2 - entropy(m), 0)),)
    for name in NUMBERS:
        print(f"drift.ks[column={name}]", found[name][0])


def evidently(reference, current):
    with step("import"):
        import pandas as pd
        from evidently import DataDefinition, Dataset, Report
        from evidently.presets import DataDriftPreset
    with step("read"):
        tables = [pd.read_parquet(path, columns=NUMBERS + LEVELS) for path in (reference, current)]
    with step("compared"):
        definition = DataDefinition(numerical_columns=NUMBERS, categorical_columns=LEVELS)
        first, second = (Dataset.from_pandas(table, data_definition=definition) for table in tables)
        Report([DataDriftPreset()], include_tests=True).run(second, first).json()


arguments = [a for a in sys.argv[1:] if not a.startswith("--")]
(evidently if "--evidently" in sys.argv else floor)(*arguments)
