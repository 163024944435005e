"""Exact attributions by XGBoost, LightGBM, shap and woodelf-explainer, beside TreeAttributionBenchmark.

Usage: python attribute_trees.py --cache FOLDER --vaglio BINARY [CASE ...]

Models, made once in the cache: XGBoost 500 trees of depth 6, LightGBM 500 trees of 63 leaves,
scikit-learn's random forest of 100 trees of depth 12, all of 50 features. Every peer explains as many
rows as it manages in some seconds, on one thread; Vaglio explains --rows of them, and as few as the
peer did. Printed are rows per CPU second, everything that is done before the first row counted, the
ratios, and the greatest difference of the values. Ends with 1 where one is above 1e-5, the 32 bits of
XGBoost's own arithmetic (1e-7 against LightGBM and shap). woodelf-explainer answers some questions
otherwise than XGBoost where a value lies at the threshold, so that single rows of it differ by more.
"""

import argparse
import contextlib
import io
import json
import os
import subprocess
import sys
import time
from pathlib import Path

for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "NUMBA_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(name, "1")

import joblib
import lightgbm
import numpy as np
import pandas
import shap
import skops.io
import xgboost
from sklearn.datasets import make_classification
from sklearn.ensemble import RandomForestClassifier
from woodelf import WoodelfExplainer

FEATURES = 50


def prepared(cache):
    """Rows to train on and to explain, and the models, from the cache."""
    cache.mkdir(parents=True, exist_ok=True)
    table, label = make_classification(
        n_samples=250_000, n_features=FEATURES, n_informative=25, n_redundant=10, n_classes=2,
        flip_y=0.05, random_state=7)
    table = table.astype(np.float32)
    training, explained = table[:200_000], table[200_000:]
    if not (cache / "xgb500d6.json").exists():
        settings = {"max_depth": 6, "eta": 0.1, "objective": "binary:logistic", "nthread": 1}
        matrix = xgboost.DMatrix(training[:50_000], label[:50_000])
        xgboost.train(settings, matrix, 500).save_model(cache / "xgb500d6.json")
    if not (cache / "lgb500l63.txt").exists():
        settings = {"objective": "binary", "num_leaves": 63, "num_threads": 1, "verbose": -1}
        data = lightgbm.Dataset(training[:50_000], label[:50_000])
        lightgbm.train(settings, data, 500).save_model(cache / "lgb500l63.txt")
    if not (cache / "rf100d12.skops").exists():
        forest = RandomForestClassifier(100, max_depth=12, n_jobs=1, random_state=0)
        forest.fit(training[:30_000], label[:30_000])
        joblib.dump(forest, cache / "rf100d12.joblib")
        skops.io.dump(forest, cache / "rf100d12.skops")
    for count in (100, 1000, 10_000):
        training[:count].T.astype("<f8").tofile(cache / f"background{count}.f64")
    explained.T.astype("<f8").tofile(cache / "rows.f64")
    return training, explained


def vaglio(binary, cache, model, count, method, background):
    """Rows per CPU second, and the values."""
    values = cache / "values.f64"
    path = cache / f"background{background}.f64" if background else "-"
    told = subprocess.run(
        [binary, cache / model, cache / "rows.f64", str(count), method, "1", path, values],
        capture_output=True, text=True, check=True)
    shape = (count, FEATURES, FEATURES) if method == "interactions" else (count, FEATURES)
    return json.loads(told.stdout)["rows_per_cpu_second"], np.fromfile(values).reshape(shape)


def timed(work, rows):
    begun = time.process_time()
    values = np.asarray(work(rows))
    return len(rows) / (time.process_time() - begun), values


def positive(values):
    """Those of the second class, where there are two."""
    return values[..., 1] if values.ndim == 3 and values.shape[-1] == 2 else values


def cases(cache, training):
    """Name, model, method, background, peer's rows, tolerance, and the peer."""
    booster = xgboost.Booster({"nthread": 1}, model_file=cache / "xgb500d6.json")
    light = lightgbm.Booster(model_file=cache / "lgb500l63.txt")
    forest = joblib.load(cache / "rf100d12.joblib")
    names = [f"f{index}" for index in range(FEATURES)]

    def contributions(rows):
        return booster.predict(xgboost.DMatrix(rows, nthread=1), pred_contribs=True)[:, :-1]

    def interactions(rows):
        told = booster.predict(xgboost.DMatrix(rows, nthread=1), pred_interactions=True)
        return told[:, :-1, :-1]

    def by_shap(model, count=None):
        def work(rows):
            if count is None:
                explainer = shap.TreeExplainer(model)
            else:
                masker = shap.maskers.Independent(training[:count], max_samples=count)
                explainer = shap.TreeExplainer(
                    model, masker, feature_perturbation="interventional")
            return positive(explainer.shap_values(rows, check_additivity=False))
        return work

    def by_woodelf(model, count=None):
        def work(rows):
            with contextlib.redirect_stderr(io.StringIO()), contextlib.redirect_stdout(io.StringIO()):
                tables = [pandas.DataFrame(rows, columns=names)]
                if count is None:
                    return WoodelfExplainer(model).shap_values(tables[0])
                tables.append(pandas.DataFrame(training[:count], columns=names))
                return WoodelfExplainer(model, tables[1]).shap_values(tables[0])
        return work

    xgb, lgb, rf = "xgb500d6.json", "lgb500l63.txt", "rf100d12.skops"
    yield "xgb", "XGBoost pred_contribs", xgb, "values", 0, 2000, 1e-5, contributions
    yield "xgb-woodelf", "woodelf", xgb, "values", 0, 50_000, 1, by_woodelf(booster)
    yield "xgb-pairs", "XGBoost pred_interactions", xgb, "interactions", 0, 300, 1e-5, interactions
    yield "xgb-100", "shap, background 100", xgb, "values", 100, 100, 1e-5, by_shap(booster, 100)
    yield "xgb-1000", "shap, background 1000", xgb, "values", 1000, 15, 1e-5, by_shap(booster, 1000)
    yield ("xgb-10000", "woodelf, background 10000", xgb, "values", 10_000, 50_000, 1,
           by_woodelf(booster, 10_000))
    yield ("lgb", "LightGBM pred_contrib", lgb, "values", 0, 300, 1e-7,
           lambda rows: light.predict(rows, pred_contrib=True, num_threads=1)[:, :-1])
    yield "lgb-100", "shap, background 100", lgb, "values", 100, 100, 1e-7, by_shap(light, 100)
    yield "rf", "shap", rf, "values", 0, 100, 1e-7, by_shap(forest)
    yield "rf-100", "shap, background 100", rf, "values", 100, 50, 1e-7, by_shap(forest, 100)


def main():
    options = argparse.ArgumentParser()
    options.add_argument("--cache", type=Path, required=True)
    options.add_argument("--vaglio", type=Path, required=True)
    options.add_argument("--rows", type=int, default=50_000)
    options.add_argument("cases", nargs="*")
    chosen = options.parse_args()
    training, explained = prepared(chosen.cache)
    print(f"XGBoost {xgboost.__version__}, LightGBM {lightgbm.__version__}, shap {shap.__version__}; "
          "rows per CPU second of one thread")
    print(f"{'case':<12}{'peer':<28}{'rows':>7}{'peer':>10}{'Vaglio':>10}{'x':>9}"
          f"{'rows':>8}{'Vaglio':>10}{'x':>9}{'difference':>12}")
    agrees = True
    for case, peer, model, method, background, count, tolerance, work in cases(
            chosen.cache, training):
        if chosen.cases and case not in chosen.cases:
            continue
        theirs, wanted = timed(work, explained[:count])
        same, values = vaglio(chosen.vaglio, chosen.cache, model, count, method, background)
        many = min(chosen.rows, 3000) if method == "interactions" else chosen.rows
        most, _ = vaglio(chosen.vaglio, chosen.cache, model, many, method, background)
        difference = np.abs(values - wanted).max()
        agrees &= bool(difference <= tolerance)
        print(f"{case:<12}{peer:<28}{count:>7}{theirs:>10.1f}{same:>10.0f}{same / theirs:>9.1f}"
              f"{many:>8}{most:>10.0f}{most / theirs:>9.1f}{difference:>12.2g}", flush=True)
    sys.exit(0 if agrees else 1)


main()
