"""Paired bootstrap of the AUC difference with scipy over scikit-learn.

Usage: python bootstrap_scipy.py FILE [ROWS] [RESAMPLES]   (100,000 rows, 100 resamples)

Every resample costs the same, so the time of 2,000 is that of the resamples run, times
2,000 / RESAMPLES: the output names both. Prints one JSON object.
"""

import json
import sys

from phases import Phases

phases = Phases()
import numpy as np  # noqa: E402
import pandas  # noqa: E402
from scipy.stats import bootstrap  # noqa: E402
from sklearn.metrics import roc_auc_score  # noqa: E402

phases.end("import")


def difference(y, candidate, production):
    return roc_auc_score(y, candidate) - roc_auc_score(y, production)


def main(path, rows=100_000, resamples=100):
    table = pandas.read_csv(path, nrows=rows)
    columns = [table[name].to_numpy() for name in ("label", "candidate", "production")]
    phases.end("read")
    result = bootstrap(
        columns, difference, paired=True, vectorized=False, method="percentile",
        n_resamples=resamples, rng=np.random.default_rng(7),
    )
    phases.end("bootstrap")
    spent = phases.done["bootstrap"]["cpu_seconds"]
    json.dump({
        "rows": len(table), "resamples": resamples, "difference": difference(*columns),
        "standard_error": float(result.standard_error),
        "lower": float(result.confidence_interval.low), "upper": float(result.confidence_interval.high),
        "cpu_seconds_scaled_to_2000_resamples": spent * 2000 / resamples, "phases": phases.done,
    }, sys.stdout, indent=1)


if __name__ == "__main__":
    main(sys.argv[1], *map(int, sys.argv[2:]))
