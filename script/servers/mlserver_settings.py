"""Writes MLServer's settings: two models of one file, one that takes a matrix and one that takes
columns by name.

usage: mlserver_settings.py FOLDER HTTP-PORT GRPC-PORT METRICS-PORT
"""

import json
import os
import sys

folder = os.path.abspath(sys.argv[1])
http, grpc, metrics = map(int, sys.argv[2:])


def write(path, content):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w") as file:
        json.dump(content, file)


write(
    f"{folder}/settings.json",
    {"host": "127.0.0.1", "http_port": http, "grpc_port": grpc, "metrics_port": metrics,
     "parallel_workers": 0, "debug": False},
)
parameters = {"uri": f"{folder}/model.joblib", "version": "v1"}
model = {"implementation": "mlserver_sklearn.SKLearnModel", "parameters": parameters}
write(f"{folder}/plain/model-settings.json", {"name": "plain", **model})
with open(f"{folder}/rows.csv") as file:
    names = file.readline().strip().split(",")
columns = [{"name": name, "datatype": "FP64", "shape": [-1, 1]} for name in names]
write(f"{folder}/columns/model-settings.json", {"name": "columns", "inputs": columns, **model})
matrix = [{"name": "rows", "datatype": "FP32", "shape": [-1, 6]}]
write(f"{folder}/matrix/model-settings.json", {"name": "matrix", "inputs": matrix, **model})
