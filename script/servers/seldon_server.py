"""Seldon Core's own REST wrapper (v1) around a model of probabilities, on this machine's own address.

usage: seldon_server.py FILE PORT
"""

import sys

import joblib
import numpy as np
from seldon_core.metrics import SeldonMetrics
from seldon_core.wrapper import get_rest_microservice


class Churn:
    def __init__(self, path):
        self.model = joblib.load(path)

    def predict(self, rows, names, meta=None):
        return self.model.predict_proba(np.array(rows, dtype=float))


path, port = sys.argv[1:]
get_rest_microservice(Churn(path), SeldonMetrics()).run(host="127.0.0.1", port=int(port))
