"""Batch prediction of XGBoost and LightGBM themselves, beside PredictionBenchmark.

Usage: python predict_boosters.py --cache FOLDER [--vaglio BINARY] [--rows N] [--trees N]
       [--depth N] [--features N] [--repeat N]

Trains one model of each library on simulated rows, a tenth of the values missing in a fifth of the
features, and keeps models and rows in the cache. Then each library predicts margins of all rows on one
thread and on two: XGBoost from a prebuilt DMatrix and in place from floats in row-major order,
LightGBM from doubles in row-major order, which suits it best. With --vaglio, the built
PredictionBenchmark, the same models are asked for the same rows, and the ratios and the greatest
difference are printed. Of --repeat runs the one of least CPU counts. Ends with 1 where margins differ.
"""

import argparse
import json
import subprocess
import sys
import time
from pathlib import Path

import lightgbm
import numpy as np
import xgboost

TRAINING_ROWS = 100_000


def drawn(rows, features, seed):
    random = np.random.default_rng(seed)
    table = random.normal(size=(rows, features))
    for feature in range(0, features, 5):
        table[random.random(rows) < 0.1, feature] = np.nan
    # Coefficients that hang on the number of features alone.
    slope = np.random.default_rng(1).normal(size=features)
    signal = np.nan_to_num(table) @ slope / np.sqrt(features)
    signal = signal + np.sin(3 * np.nan_to_num(table[:, 1])) + 0.5 * random.normal(size=rows)
    return table, signal


def trained(cache, trees, depth, features):
    """Both models, made once."""
    name = f"{trees}-{depth}-{features}"
    paths = cache / f"xgboost-{name}.json", cache / f"lightgbm-{name}.txt"
    if all(path.exists() for path in paths):
        return paths
    table, label = drawn(TRAINING_ROWS, features, 2)
    booster = xgboost.train(
        {"max_depth": depth, "learning_rate": 0.1, "tree_method": "hist", "seed": 3},
        xgboost.DMatrix(table, label), trees)
    booster.save_model(paths[0])
    booster = lightgbm.train(
        {"max_depth": depth, "num_leaves": 2**depth, "learning_rate": 0.1, "verbose": -1, "seed": 3},
        lightgbm.Dataset(table, label), trees)
    booster.save_model(paths[1])
    return paths


def least(repeat, prepared, work):
    """The run of least CPU seconds of all threads, with its wall seconds and what it gave.

    `prepared` makes what `work` takes before the clock starts: XGBoost remembers the predictions that
    a booster has made of a matrix.
    """
    best = None
    for _ in range(repeat):
        subject = prepared()
        cpu, wall = time.process_time(), time.monotonic()
        value = work(subject)
        spent = time.process_time() - cpu, time.monotonic() - wall, value
        best = min(best or spent, spent, key=lambda run: run[0])
    return best


def peers(paths, table, repeat):
    """Name, threads, model, CPU seconds, wall seconds and margins of every way."""
    floats = np.ascontiguousarray(table, dtype=np.float32)
    matrix = xgboost.DMatrix(floats)
    for threads in (1, 2):
        xgb = lambda: xgboost.Booster({"nthread": threads}, model_file=paths[0])
        yield "XGBoost, DMatrix prebuilt", threads, paths[0], *least(
            repeat, xgb, lambda booster: booster.predict(matrix, output_margin=True))
        yield "XGBoost, inplace_predict", threads, paths[0], *least(
            repeat, xgb, lambda booster: booster.inplace_predict(floats, predict_type="margin"))
    for threads in (1, 2):
        yield "LightGBM, predict", threads, paths[1], *least(
            repeat, lambda: lightgbm.Booster(model_file=paths[1]),
            lambda booster: booster.predict(table, raw_score=True, num_threads=threads))


def ours(binary, model, threads, rows, cache, repeat):
    """What PredictionBenchmark says: CPU and wall seconds, and the margins; None where it reads no
    such model."""
    margins = cache / "margins.f64"
    told = subprocess.run(
        [binary, model, rows, str(threads), str(repeat), margins], capture_output=True, text=True, check=True)
    answer = json.loads(told.stdout)
    if "refused" in answer:
        print(f"    {answer['refused']}")
        return None
    return answer["cpu_seconds"], answer["wall_seconds"], np.fromfile(margins, dtype="<f8")


def main():
    options = argparse.ArgumentParser()
    options.add_argument("--cache", type=Path, required=True)
    options.add_argument("--vaglio", type=Path)
    options.add_argument("--rows", type=int, default=1_000_000)
    options.add_argument("--trees", type=int, default=500)
    options.add_argument("--depth", type=int, default=6)
    options.add_argument("--features", type=int, default=50)
    options.add_argument("--repeat", type=int, default=3)
    chosen = options.parse_args()
    chosen.cache.mkdir(parents=True, exist_ok=True)
    paths = trained(chosen.cache, chosen.trees, chosen.depth, chosen.features)
    table, _ = drawn(chosen.rows, chosen.features, 5)
    rows = chosen.cache / f"rows-{chosen.rows}-{chosen.features}.f64"
    if not rows.exists():
        table.T.astype("<f8").tofile(rows)
    print(f"{chosen.trees} trees of depth {chosen.depth}, {chosen.rows} rows of {chosen.features} "
          f"features; XGBoost {xgboost.__version__}, LightGBM {lightgbm.__version__}")
    print(f"{'':<34}{'threads':>8} {'CPU s':>8} {'wall s':>8} {'CPU x':>7} {'wall x':>7} {'difference':>11}")
    known, agrees = {}, True
    for name, threads, path, cpu, wall, margins in peers(paths, table, chosen.repeat):
        line = f"{name:<34}{threads:>8} {cpu:>8.2f} {wall:>8.2f}"
        if chosen.vaglio:
            if (path, threads) not in known:
                known[path, threads] = ours(
                    chosen.vaglio, path, threads, rows, chosen.cache, chosen.repeat)
                if known[path, threads]:
                    print(f"{'Vaglio, ' + path.suffix[1:]:<34}{threads:>8} "
                          f"{known[path, threads][0]:>8.2f} {known[path, threads][1]:>8.2f}")
            if known[path, threads]:
                our_cpu, our_wall, our_margins = known[path, threads]
                difference = np.abs(our_margins - margins.ravel()).max()
                # XGBoost's margins are ours to the bit; LightGBM adds doubles in another order.
                agrees &= bool(difference <= (0 if path.suffix == ".json" else 1e-10))
                line += f" {cpu / our_cpu:>7.2f} {wall / our_wall:>7.2f} {difference:>11.2g}"
        print(line, flush=True)
    sys.exit(0 if agrees else 1)


main()
