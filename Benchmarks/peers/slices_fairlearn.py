"""fairlearn's MetricFrame on the rows of SliceBenchmark: scikit-learn's metrics by 50 groups.

Usage: python slices_fairlearn.py [ROWS [GROUPS]]   Prints CPU seconds of this process.
No intervals: MetricFrame would get them by n_boot resamples, that many times the cost.
"""

import sys
import time

import numpy as np
from fairlearn.metrics import MetricFrame, selection_rate, true_negative_rate
from sklearn import metrics

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
    "accuracy": decided(metrics.accuracy_score),
    "average_precision": metrics.average_precision_score,
    "balanced_accuracy": decided(metrics.balanced_accuracy_score),
    "brier_score": metrics.brier_score_loss,
    "cohen_kappa": decided(metrics.cohen_kappa_score),
    "f1": decided(metrics.f1_score),
    "log_loss": metrics.log_loss,
    "matthews_corrcoef": decided(metrics.matthews_corrcoef),
    "precision": decided(metrics.precision_score),
    "recall": decided(metrics.recall_score),
    "roc_auc": metrics.roc_auc_score,
    "selection_rate": decided(selection_rate),
    "specificity": decided(true_negative_rate),
}


def main(rows=1_000_000, groups=50):
    label, score = drawn(rows)
    group = mixed(np.arange(rows, dtype=np.uint64)) % np.uint64(groups)
    began = time.process_time()
    frame = MetricFrame(metrics=METRICS, y_true=label, y_pred=score, sensitive_features=group)
    by_group, overall = frame.by_group, frame.overall
    spent = time.process_time() - began
    print(f"MetricFrame, {len(METRICS)} metrics, {len(by_group)} groups: {spent:.2f} CPU s; "
          f"roc_auc {overall['roc_auc']:.6f}")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
