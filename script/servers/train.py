"""Trains the small model that every server of script/model-server serves, in the server's own Python.

usage: train.py FOLDER SERVER

Breast cancer (shipped with scikit-learn), first six columns, one value in 40 taken away; imputation,
scaling and logistic regression.
"""

import sys

import joblib
import numpy as np
from sklearn.datasets import load_breast_cancer
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

folder, server = sys.argv[1:]
data = load_breast_cancer()
names = [name.replace(" ", "_") for name in data.feature_names[:6]]
rows = data.data[:, :6].copy()
rows[np.random.default_rng(7).random(rows.shape) < 1 / 40] = np.nan
model = make_pipeline(SimpleImputer(), StandardScaler(), LogisticRegression(C=0.5))
model.fit(rows[::2], data.target[::2])
joblib.dump(model, f"{folder}/model.joblib")


def table(path, header, values):
    with open(path, "w") as file:
        file.write(",".join(header) + "\n")
        for row in values:
            file.write(",".join("" if value != value else repr(float(value)) for value in row) + "\n")


test = rows[1::2]
table(f"{folder}/rows.csv", names, test)
table(f"{folder}/expected.csv", ["malignant", "benign"], model.predict_proba(test))

if server == "mlflow":
    import mlflow
    import pandas as pd
    from mlflow.models import infer_signature

    class Probabilities(mlflow.pyfunc.PythonModel):
        def load_context(self, context):
            self.model = joblib.load(context.artifacts["model"])

        def predict(self, context, model_input, params=None):
            columns = ["malignant", "benign"]
            return pd.DataFrame(self.model.predict_proba(model_input.to_numpy()), columns=columns)

    example = pd.DataFrame(test, columns=names)
    mlflow.pyfunc.save_model(
        f"{folder}/mlflow",
        python_model=Probabilities(),
        artifacts={"model": f"{folder}/model.joblib"},
        signature=infer_signature(example),
        pip_requirements=[],
    )
