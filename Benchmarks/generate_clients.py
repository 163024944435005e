"""Writes rows of made-up clients for the monitoring benchmark: reference.parquet, current.parquet.

usage: generate_clients.py ROWS FOLDER

Twelve columns of numbers (normal, lognormal with missing values, beta, exponential, with many zeros, counts,
correlated, heavy-tailed, uniform), eight of levels (2 to 200, Zipf), a score and a label that hangs on it. In
the current rows age, income, missing incomes and channels have shifted.
"""
import pathlib
import sys

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

LEVELS = {"sex": 2, "channel": 3, "product": 5, "region": 8, "job": 12, "month_open": 30, "branch": 50, "merchant": 200}


def clients(rows, numbers, shift):
    columns = {
        "age": np.clip(numbers.normal(41 + 2 * shift, 13, rows), 18, 95).round(),
        "income": numbers.lognormal(10.3 + 0.15 * shift, 0.6, rows),
        "debt_ratio": numbers.beta(2, 5, rows),
        "tenure": numbers.exponential(4, rows),
        "balance": np.where(numbers.random(rows) < 0.3, 0, numbers.gamma(1.5, 3000, rows)),
        "n_trans": numbers.poisson(12, rows).astype(float),
        "util": numbers.beta(1.2, 2, rows),
        "x1": numbers.normal(size=rows),
        "x3": numbers.standard_t(4, size=rows),
        "x4": numbers.uniform(-1, 1, rows),
        "x5": numbers.normal(size=rows),
    }
    columns["x2"] = 0.6 * columns["x1"] + 0.8 * numbers.normal(size=rows)
    logit = -2.2 + 2 * columns["debt_ratio"] + 0.4 * columns["x1"] - 0.6 * (np.log(columns["income"]) - 10.3)
    columns["income"][numbers.random(rows) < 0.03 + 0.02 * shift] = np.nan
    for name, count in LEVELS.items():
        share = 1 / np.arange(1, count + 1) ** 1.1
        if name == "channel":
            share *= np.exp(0.15 * shift * np.linspace(-1, 1, count))
        codes = numbers.choice(count, rows, p=share / share.sum())
        columns[name] = pa.DictionaryArray.from_arrays(codes.astype("int32"), [f"{name}_{code}" for code in range(count)])
    columns["score"] = 1 / (1 + np.exp(-logit))
    columns["label"] = (numbers.random(rows) < columns["score"]).astype("int64")
    return pa.table(columns)


rows, folder = int(sys.argv[1]), pathlib.Path(sys.argv[2])
folder.mkdir(parents=True, exist_ok=True)
for name, seed, shift in [("reference", 1, 0), ("current", 2, 1)]:
    pq.write_table(clients(rows, np.random.default_rng(seed), shift), folder / f"{name}.parquet")
