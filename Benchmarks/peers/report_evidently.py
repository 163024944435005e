"""A report on drift and performance by Evidently: two presets with tests, as HTML.

usage: report_evidently.py REFERENCE.parquet CURRENT.parquet REPORT.html

Evidently 0.7.23 needs "pandas<3" and "numpy<2.4".
"""
import os

for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[variable] = "1"

import sys

import pandas as pd
from evidently import BinaryClassification, DataDefinition, Dataset, Report
from evidently.presets import ClassificationPreset, DataDriftPreset

NUMBERS = ["age", "income", "debt_ratio", "tenure", "balance", "n_trans", "util", "x1", "x2", "x3", "x4", "x5"]
LEVELS = ["sex", "channel", "product", "region", "job", "month_open", "branch", "merchant"]

definition = DataDefinition(
    numerical_columns=NUMBERS, categorical_columns=LEVELS,
    classification=[BinaryClassification(target="label", prediction_probas="score", pos_label=1)])
columns = NUMBERS + LEVELS + ["score", "label"]
reference, current = (
    Dataset.from_pandas(pd.read_parquet(path, columns=columns).astype(dict.fromkeys(LEVELS, str)), data_definition=definition)
    for path in sys.argv[1:3])
Report([DataDriftPreset(), ClassificationPreset()], include_tests=True).run(current, reference).save_html(sys.argv[3])
