"""The least that a gate in Python costs: import scikit-learn, read a record, compare one number.

Usage: python gate_import.py RECORD
"""

import json
import sys

import sklearn.metrics  # noqa: F401  (the import is what is measured)

with open(sys.argv[1], encoding="utf-8") as file:
    findings = json.load(file)["findings"]
areas = [f["value"] for f in findings if f["measure"] == "roc_auc" and f["subject"] == "candidate"]
sys.exit(0 if areas and areas[0] >= 0.75 else 1)
