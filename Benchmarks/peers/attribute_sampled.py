"""shap's model-agnostic explainers beside SampledAttributionBenchmark: error for evaluations.

Usage: python attribute_sampled.py --cache FOLDER --vaglio BINARY [--rows N] [--background N]
       [--seeds N] [--passes N ...]

Needs Python 3.12, shap and xgboost. Trains one XGBoost model of 50 features, whose exact
interventional attributions shap's TreeExplainer gives. Then PermutationExplainer and KernelExplainer
(once as it comes, once with l1_reg=False, which it needs to keep more than 10 features) and Vaglio's
two methods explain the same rows against the same background, with the same number of rows that the
model is asked about: one antithetic pass over all features for each background row, or several.
Prints for each budget the root of the mean squared error over rows, features and seeds, CPU seconds,
and the share of Vaglio's 95 % intervals (normal quantile) that hold the exact value. Ends with 1 where
Vaglio's better method is not the best.
"""

import argparse
import io
import json
import contextlib
import subprocess
import sys
import time
import warnings
from pathlib import Path

import numpy as np
import shap
import xgboost

warnings.filterwarnings("ignore")


def trained(cache):
    """A model of 300 trees of depth 6 on 50 features, half of which matter, made once."""
    random = np.random.default_rng(7)
    table = random.normal(size=(24_000, 50)).astype(np.float32)
    # Correlated features, and interactions of two to four of them.
    table[:, 10:20] += 0.8 * table[:, :10]
    signal = table[:, :12] @ random.normal(size=12)
    for _ in range(12):
        chosen = random.choice(25, size=random.integers(2, 5), replace=False)
        signal = signal + random.normal() * np.prod(np.tanh(table[:, chosen]), axis=1) * 2
    label = signal + np.where(table[:, 3] > 0, table[:, 20] * table[:, 21], table[:, 22])
    path = cache / "sampled-xgboost.json"
    if not path.exists():
        booster = xgboost.train(
            {"max_depth": 6, "learning_rate": 0.1, "tree_method": "hist", "seed": 3},
            xgboost.DMatrix(table[:20_000], label[:20_000]), 300)
        booster.save_model(path)
    return path, table[20_000:]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--cache", type=Path, required=True)
    parser.add_argument("--vaglio", required=True)
    parser.add_argument("--model", type=Path)
    parser.add_argument("--data", type=Path, help="rows as CSV, with --model")
    parser.add_argument("--rows", type=int, default=8)
    parser.add_argument("--background", type=int, default=100)
    parser.add_argument("--seeds", type=int, default=5)
    parser.add_argument("--passes", type=int, nargs="+", default=[1, 2, 4, 10, 20, 40])
    options = parser.parse_args()
    options.cache.mkdir(parents=True, exist_ok=True)
    if options.model:
        path = options.model
        held = np.genfromtxt(options.data, delimiter=",", skip_header=1).astype(np.float32)
    else:
        path, held = trained(options.cache)
    booster = xgboost.Booster(model_file=path)
    booster.set_param({"nthread": 1})
    background, rows = held[:options.background], held[-options.rows:]
    features, asked = held.shape[1], 0

    def margins(table):
        nonlocal asked
        asked += len(table)
        return booster.inplace_predict(
            np.ascontiguousarray(table, dtype=np.float32), predict_type="margin")

    exact = shap.TreeExplainer(
        booster, shap.maskers.Independent(background, max_samples=len(background)),
        feature_perturbation="interventional").shap_values(rows)
    paths = options.cache / "background.bin", options.cache / "rows.bin"
    for table, file in zip((background, rows), paths):
        np.asfortranarray(table, dtype=np.float64).T.tofile(file)
    print(f"mean |phi| {np.abs(exact).mean():.4f}")

    def peer(explain):
        nonlocal asked
        asked, begun, found = 0, time.process_time(), []
        with contextlib.redirect_stderr(io.StringIO()):
            for seed in range(options.seeds):
                np.random.seed(seed)
                found.append(explain(seed))
        spent = time.process_time() - begun
        return found, asked / options.seeds / len(rows), spent, None

    def ours(method, evaluations):
        out = options.cache / "out.bin"
        done = subprocess.run(
            [options.vaglio, path, *paths, method, str(evaluations), str(options.seeds), out],
            capture_output=True, text=True)
        if done.returncode:
            return None
        told = json.loads(done.stdout)
        both = np.fromfile(out).reshape(options.seeds, 2, *exact.shape)
        values, errors = both[:, 0], both[:, 1]
        covered = np.mean(np.abs(values - exact)[errors > 0] < 1.96 * errors[errors > 0])
        return list(values), told["evaluations_per_row"], told["cpu_seconds"], covered

    failed = False
    for passes in options.passes:
        coalitions = passes * 2 * features
        # Every explainer may ask about so many rows of each explained row, ends left aside.
        evaluations = coalitions * len(background)
        runs = {
            "vaglio permutations": ours("permutations", evaluations),
            "vaglio kernel": ours("kernel", evaluations),
            "shap permutation": peer(lambda seed: shap.explainers.Permutation(
                margins, shap.maskers.Independent(background, max_samples=len(background)),
                seed=seed)(rows, max_evals=passes * (2 * features + 1), silent=True).values),
            "shap kernel": peer(lambda seed: shap.KernelExplainer(margins, background).shap_values(
                rows, nsamples=coalitions, silent=True)),
            "shap kernel, l1_reg=False": peer(
                lambda seed: shap.KernelExplainer(margins, background).shap_values(
                    rows, nsamples=coalitions, silent=True, l1_reg=False)),
        }
        errors = {}
        for name, run in runs.items():
            if run is None:
                print(f"{passes:3d} passes  {name:26s} below its least budget")
                continue
            values, spent, seconds, covered = run
            errors[name] = np.sqrt(np.mean((np.array(values) - exact) ** 2))
            print(f"{passes:3d} passes  {name:26s} rmse {errors[name]:.5f}  "
                  f"{spent:9.0f} evaluations a row  {seconds:7.2f} CPU s"
                  + (f"  covered {covered:.3f}" if covered is not None else ""), flush=True)
        failed |= not min(errors, key=errors.get).startswith("vaglio")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
