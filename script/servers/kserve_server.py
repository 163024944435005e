"""KServe's Python model server with a predictor of labels (churn) and one of probabilities
(churn-proba). KServe listens on every address; here on this machine's own alone.

usage: kserve_server.py --model_name churn --model FILE --http_port PORT --enable_grpc false
"""

import argparse
import socket

import joblib
import numpy as np
from kserve import InferRequest, Model, ModelServer, model_server
from kserve.utils.utils import get_predict_response

bind = socket.socket.bind


def bind_here(self, address):
    if self.family in (socket.AF_INET, socket.AF_INET6) and address[0] in ("0.0.0.0", "::"):
        address = ("127.0.0.1" if self.family == socket.AF_INET else "::1", *address[1:])
    return bind(self, address)


socket.socket.bind = bind_here


class Predictor(Model):
    def __init__(self, name, path, method):
        super().__init__(name)
        self.predict_rows = getattr(joblib.load(path), method)
        self.ready = True

    def predict(self, payload, headers=None, response_headers=None):
        if isinstance(payload, InferRequest):
            rows = np.concatenate([tensor.as_numpy() for tensor in payload.inputs])
            return get_predict_response(payload, self.predict_rows(rows), self.name)
        rows = np.array(payload["instances"], dtype=float)
        return {"predictions": self.predict_rows(rows).tolist()}


parser = argparse.ArgumentParser(parents=[model_server.parser])
parser.add_argument("--model")
arguments, _ = parser.parse_known_args()
ModelServer().start(
    [
        Predictor("churn", arguments.model, "predict"),
        Predictor("churn-proba", arguments.model, "predict_proba"),
    ]
)
