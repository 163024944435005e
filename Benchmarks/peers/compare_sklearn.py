"""Both models' default metrics, overall and per region, with pandas and scikit-learn.

Usage: python compare_sklearn.py FILE [--documented]

By default written with care: one confusion matrix and one ROC curve serve every metric that
follows from them. With --documented each metric is one call, as scikit-learn's guide shows it.
Prints one JSON object: {"values": {subject: {slice: {measure: value}}}, "phases": {...}}.
"""

import json
import sys

from phases import Phases

phases = Phases()
import numpy as np  # noqa: E402
import pandas  # noqa: E402
from sklearn import metrics as sk  # noqa: E402

phases.end("import")


def from_counts(y, decisions):
    (tn, fp), (fn, tp) = sk.confusion_matrix(y, decisions, labels=[0, 1]).tolist()
    n, p, m = tn + fp + fn + tp, tp + fn, tn + fp
    chance = (p * (tp + fp) + m * (tn + fn)) / (n * n)
    spread = float((tp + fp) * (tn + fn)) ** 0.5 * float(p * m) ** 0.5
    return {
        "accuracy": (tp + tn) / n, "balanced_accuracy": (tp / p + tn / m) / 2,
        "precision": tp / (tp + fp), "recall": tp / p, "specificity": tn / m, "npv": tn / (tn + fn),
        "f1": 2 * tp / (2 * tp + fp + fn), "matthews_corrcoef": (tp * tn - fp * fn) / spread,
        "cohen_kappa": ((tp + tn) / n - chance) / (1 - chance),
        "prevalence": p / n, "selection_rate": (tp + fp) / n,
    }


def with_care(y, scores):
    false_rate, true_rate, _ = sk.roc_curve(y, scores)
    area, loss, share = sk.auc(false_rate, true_rate), sk.log_loss(y, scores), y.mean()
    baseline = -(share * np.log(share) + (1 - share) * np.log1p(-share))
    return from_counts(y, scores >= 0.5) | {
        "roc_auc": area, "gini": 2 * area - 1, "ks": (true_rate - false_rate).max(),
        "average_precision": sk.average_precision_score(y, scores), "log_loss": loss,
        "brier_score": sk.brier_score_loss(y, scores), "d2_log_loss": 1 - loss / baseline,
    }


def as_documented(y, scores):
    decisions = (scores >= 0.5).astype(np.int8)
    false_rate, true_rate, _ = sk.roc_curve(y, scores)
    return {
        "accuracy": sk.accuracy_score(y, decisions),
        "balanced_accuracy": sk.balanced_accuracy_score(y, decisions),
        "precision": sk.precision_score(y, decisions), "recall": sk.recall_score(y, decisions),
        "specificity": sk.recall_score(y, decisions, pos_label=0),
        "npv": sk.precision_score(y, decisions, pos_label=0), "f1": sk.f1_score(y, decisions),
        "matthews_corrcoef": sk.matthews_corrcoef(y, decisions),
        "cohen_kappa": sk.cohen_kappa_score(y, decisions),
        "prevalence": y.mean(), "selection_rate": decisions.mean(),
        "roc_auc": sk.roc_auc_score(y, scores), "gini": 2 * sk.roc_auc_score(y, scores) - 1,
        "ks": (true_rate - false_rate).max(),
        "average_precision": sk.average_precision_score(y, scores),
        "log_loss": sk.log_loss(y, scores), "brier_score": sk.brier_score_loss(y, scores),
        "d2_log_loss": sk.d2_log_loss_score(y, scores),
    }


def main(path, evaluate):
    kinds = {"label": np.int8, "production": np.float64, "candidate": np.float64, "region": "category"}
    table = pandas.read_csv(path, usecols=list(kinds), dtype=kinds)
    phases.end("read")
    y, values = table["label"].to_numpy(), {}
    groups = table.groupby("region", observed=True).indices
    rows = {f"region={name}": indices for name, indices in groups.items()}
    for subject in ("production", "candidate"):
        scores = table[subject].to_numpy()
        values[subject] = {"all": evaluate(y, scores)}
        for name, chosen in rows.items():
            values[subject][name] = evaluate(y[chosen], scores[chosen])
    phases.end("evaluate")
    json.dump({"values": values, "phases": phases.done}, sys.stdout, default=float, indent=1)


if __name__ == "__main__":
    main(sys.argv[1], as_documented if "--documented" in sys.argv[2:] else with_care)
