"""The standard metrics of a model of several classes with scikit-learn, beside MulticlassBenchmark.

Usage: python multiclass_sklearn.py [ROWS [CLASSES]] [--vaglio BINARY] [--documented] [--table FILE]
       [--repeat N]

Draws rows, times scikit-learn (CPU seconds of one thread, the rows in memory), and with --vaglio
BINARY, the built MulticlassBenchmark, hands it the same rows in a file, prints the ratio and every
value that disagrees. By default written with care: one confusion matrix serves every metric that
follows from it; with --documented each metric is one call, as scikit-learn's guide shows it.
scikit-learn computes point values alone, MulticlassBenchmark each with its interval. Of --repeat runs
by turns, three unless told, the one of median CPU time counts for each.

With --table FILE the rows are read from FILE with pandas instead, and the values printed as JSON.
"""

import argparse
import json
import math
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np
from sklearn import metrics as sk

from phases import Phases

AGREEMENT = 1e-9  # absolute or relative, whichever is looser: sums of a million rounded terms
SEED = 7


def draw(rows, classes):
    random = np.random.default_rng(SEED)
    labels = random.integers(0, classes, rows, dtype=np.int32)
    scores = 2 * random.random((rows, classes))
    scores[np.arange(rows), labels] += 1
    scores = np.exp(scores)
    return labels, scores / scores.sum(axis=1, keepdims=True)


def rankings(y, scores, classes):
    return {
        "roc_auc[average=macro,multiclass=ovr]": sk.roc_auc_score(y, scores, multi_class="ovr"),
        "average_precision[average=macro]": sk.average_precision_score(y, scores),
        "log_loss": sk.log_loss(y, scores), "d2_log_loss": sk.d2_log_loss_score(y, scores),
        "brier_score": sk.brier_score_loss(y, scores, scale_by_half=False),
    }


def with_care(y, scores, classes):
    predicted = scores.argmax(axis=1)
    table = sk.confusion_matrix(y, predicted).astype(float)
    right, of, called, n = table.diagonal(), table.sum(axis=1), table.sum(axis=0), table.sum()
    precision, recall, f1 = right / called, right / of, 2 * right / (of + called)
    chance = of @ called / n**2
    values = {
        "accuracy": right.sum() / n, "balanced_accuracy": recall.mean(),
        "precision[average=macro]": precision.mean(), "recall[average=macro]": recall.mean(),
        "f1[average=macro]": f1.mean(), "f1[average=weighted]": f1 @ of / n,
        "cohen_kappa": (right.sum() / n - chance) / (1 - chance),
        "matthews_corrcoef": (right.sum() / n - chance)
        / math.sqrt((1 - of @ of / n**2) * (1 - called @ called / n**2)),
    }
    for name, of_class in (("precision", precision), ("recall", recall), ("f1", f1)):
        values |= {f"{name}[class={k}]": value for k, value in enumerate(of_class)}
    return values | rankings(y, scores, classes)


def as_documented(y, scores, classes):
    predicted = scores.argmax(axis=1)
    values = {
        "accuracy": sk.accuracy_score(y, predicted),
        "balanced_accuracy": sk.balanced_accuracy_score(y, predicted),
        "f1[average=weighted]": sk.f1_score(y, predicted, average="weighted"),
        "cohen_kappa": sk.cohen_kappa_score(y, predicted),
        "matthews_corrcoef": sk.matthews_corrcoef(y, predicted),
    }
    for name in ("precision", "recall", "f1"):
        score = getattr(sk, f"{name}_score")
        values[f"{name}[average=macro]"] = score(y, predicted, average="macro")
        of_class = score(y, predicted, average=None)
        values |= {f"{name}[class={k}]": value for k, value in enumerate(of_class)}
    return values | rankings(y, scores, classes)


def vaglio(binary, y, scores):
    with tempfile.NamedTemporaryFile() as file:
        file.write(y.tobytes())
        for column in scores.T:
            file.write(np.ascontiguousarray(column).tobytes())
        file.flush()
        run = subprocess.run(
            [binary, str(len(y)), str(scores.shape[1]), file.name], check=True, capture_output=True,
            text=True)
    lines = run.stdout.splitlines()
    seconds = float(lines[0].split(": ")[1].split(" s")[0])
    return seconds, dict(line.split(" ")[1:] for line in lines if line.startswith("value "))


def of_table(path, classes, evaluate):
    import pandas

    kinds = {"label": np.int32} | {f"p_{number}": np.float64 for number in range(classes)}
    table = pandas.read_csv(path, usecols=list(kinds), dtype=kinds)
    scores = table[[f"p_{number}" for number in range(classes)]].to_numpy()
    values = evaluate(table["label"].to_numpy(), scores, classes)
    json.dump({"values": {"model": {"all": values}}}, sys.stdout, default=float)


def main():
    options = argparse.ArgumentParser()
    options.add_argument("rows", type=int, nargs="?", default=1_000_000)
    options.add_argument("classes", type=int, nargs="?", default=10)
    options.add_argument("--vaglio", type=Path)
    options.add_argument("--documented", action="store_true")
    options.add_argument("--table", type=Path)
    options.add_argument("--repeat", type=int, default=3)
    chosen = options.parse_args()
    evaluate = as_documented if chosen.documented else with_care
    if chosen.table:
        of_table(chosen.table, chosen.classes, evaluate)
        return
    y, scores = draw(chosen.rows, chosen.classes)
    their_runs, our_runs = [], []
    for _ in range(chosen.repeat):
        phases = Phases()
        values = evaluate(y, scores, chosen.classes)
        phases.end("evaluate")
        their_runs.append(phases.done["evaluate"]["cpu_seconds"])
        if chosen.vaglio:
            seconds, ours = vaglio(chosen.vaglio, y, scores)
            our_runs.append(seconds)
    theirs = statistics.median(their_runs)
    print(f"scikit-learn: {theirs:.2f} CPU s, {len(values)} values")
    if not chosen.vaglio:
        return
    own = statistics.median(our_runs)
    print(f"vaglio: {own:.2f} CPU s, {len(ours)} values with intervals: {theirs / own:.1f} x")
    wrong = [
        f"{name}: ours {ours.get(name)}, theirs {value}" for name, value in values.items()
        if not math.isclose(float(ours.get(name, "nan")), value, rel_tol=AGREEMENT, abs_tol=AGREEMENT)
    ]
    print(f"{len(values) - len(wrong)} of {len(values)} values agree to {AGREEMENT}")
    print("\n".join(wrong))
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
