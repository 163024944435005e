"""Binary metrics by slice with fairlearn and scikit-learn, beside SliceBenchmark.

Usage: python slices_fairlearn.py [ROWS [GROUPS]] [--vaglio BINARY] [--with-care]

Draws the rows that SliceBenchmark draws, times the metrics overall and by group (CPU seconds of one
thread, the rows in memory), and with --vaglio BINARY, the built SliceBenchmark, prints the ratio and
every value that disagrees. By default fairlearn's MetricFrame, one function a metric, as its guide
shows it; with --with-care scikit-learn on rows sorted by group once, where one confusion matrix
serves every metric that follows from it. Both compute point values alone (MetricFrame would get
intervals by n_boot resamples, at that many times the cost), SliceBenchmark each with its interval.
"""

import argparse
import math
import subprocess
import sys
from pathlib import Path

import numpy as np
from fairlearn.metrics import MetricFrame, selection_rate, true_negative_rate
from sklearn import metrics as sk

from phases import Phases

AGREEMENT = 1e-9  # absolute or relative, whichever is looser: sums of a million rounded terms
THRESHOLD = 0.5


def mixed(value):
    z = value * np.uint64(0x9E3779B97F4A7C15)
    z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return z ^ (z >> np.uint64(31))


def uniform(index):
    return (mixed(index) >> np.uint64(11)).astype(np.float64) * 2.0**-53


def drawn(rows):
    row = np.arange(rows, dtype=np.uint64)
    three, seven = np.uint64(3), np.uint64(7)
    risk = uniform(three * row) * uniform(three * row + np.uint64(1))
    label = (uniform(three * row + np.uint64(2)) < risk).astype(np.int64)
    score = np.clip(risk + 0.1 * (uniform(seven * row + np.uint64(5)) - 0.5), 0, 1)
    return label, score


def decided(metric):
    return lambda label, score: metric(label, score >= THRESHOLD)


METRICS = {
    "accuracy": decided(sk.accuracy_score),
    "average_precision": sk.average_precision_score,
    "balanced_accuracy": decided(sk.balanced_accuracy_score),
    "brier_score": sk.brier_score_loss,
    "cohen_kappa": decided(sk.cohen_kappa_score),
    "f1": decided(sk.f1_score),
    "log_loss": sk.log_loss,
    "matthews_corrcoef": decided(sk.matthews_corrcoef),
    "precision": decided(sk.precision_score),
    "recall": decided(sk.recall_score),
    "roc_auc": sk.roc_auc_score,
    "selection_rate": decided(selection_rate),
    "specificity": decided(true_negative_rate),
}


def by_metric_frame(label, score, group):
    frame = MetricFrame(metrics=METRICS, y_true=label, y_pred=score, sensitive_features=group)
    values = {(int(k), name): value for name, column in frame.by_group.items() for k, value in column.items()}
    return values | {("all", name): value for name, value in frame.overall.items()}


def of_part(label, score):
    (tn, fp), (fn, tp) = sk.confusion_matrix(label, score >= THRESHOLD).astype(float)
    n, recall, specificity, precision = tn + fp + fn + tp, tp / (tp + fn), tn / (tn + fp), tp / (tp + fp)
    chance = ((tp + fn) * (tp + fp) + (tn + fp) * (tn + fn)) / n**2
    return {
        "accuracy": (tp + tn) / n, "balanced_accuracy": (recall + specificity) / 2,
        "cohen_kappa": ((tp + tn) / n - chance) / (1 - chance), "f1": 2 * tp / (2 * tp + fp + fn),
        "matthews_corrcoef": (tp * tn - fp * fn)
        / math.sqrt((tp + fp) * (tp + fn) * (tn + fp) * (tn + fn)),
        "precision": precision, "recall": recall, "selection_rate": (tp + fp) / n,
        "specificity": specificity, "average_precision": sk.average_precision_score(label, score),
        "brier_score": sk.brier_score_loss(label, score), "log_loss": sk.log_loss(label, score),
        "roc_auc": sk.roc_auc_score(label, score),
    }


def with_care(label, score, group):
    order = np.argsort(group, kind="stable")
    codes, starts = np.unique(group[order], return_index=True)
    parts = [("all", label, score)] + list(zip(
        codes.tolist(), np.split(label[order], starts[1:]), np.split(score[order], starts[1:])))
    return {(k, name): value for k, *part in parts for name, value in of_part(*part).items()}


def vaglio(binary, rows, groups):
    run = subprocess.run(
        [binary, str(rows), str(groups), "--values"], check=True, capture_output=True, text=True)
    lines = run.stdout.splitlines()
    seconds = float(lines[0].split(": ")[1].split(" CPU s")[0])
    told = [line.split(" ")[1:] for line in lines if line.startswith("value ")]
    return seconds, {(k if k == "all" else int(k), name): float(value) for k, name, value in told}


def main():
    options = argparse.ArgumentParser()
    options.add_argument("rows", type=int, nargs="?", default=1_000_000)
    options.add_argument("groups", type=int, nargs="?", default=50)
    options.add_argument("--vaglio", type=Path)
    options.add_argument("--with-care", action="store_true")
    chosen = options.parse_args()
    label, score = drawn(chosen.rows)
    group = mixed(np.arange(chosen.rows, dtype=np.uint64)) % np.uint64(chosen.groups)
    phases = Phases()
    values = (with_care if chosen.with_care else by_metric_frame)(label, score, group)
    phases.end("evaluate")
    theirs = phases.done["evaluate"]["cpu_seconds"]
    name = "scikit-learn with care" if chosen.with_care else "fairlearn.MetricFrame"
    print(f"{name}: {theirs:.2f} CPU s, {len(values)} values")
    if not chosen.vaglio:
        return
    seconds, ours = vaglio(chosen.vaglio, chosen.rows, chosen.groups)
    print(f"vaglio: {seconds:.2f} CPU s, {len(ours)} values with intervals: {theirs / seconds:.1f} x")
    wrong = [
        f"{key}: ours {ours.get(key)}, theirs {value}" for key, value in values.items()
        if not math.isclose(ours.get(key, math.nan), value, rel_tol=AGREEMENT, abs_tol=AGREEMENT)
    ]
    print(f"{len(values) - len(wrong)} of {len(values)} values agree to {AGREEMENT}")
    print("\n".join(wrong))
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
