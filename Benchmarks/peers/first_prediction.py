"""XGBoost from the start of Python to the first prediction of a few rows.

Usage: python first_prediction.py MODEL ROWS      ROWS is a CSV file with a heading
       python first_prediction.py --draw ROWS N FEATURES      makes such a file
"""

import sys

import numpy as np


def draw(path, rows, features):
    table = np.random.default_rng(7).normal(size=(rows, features))
    heading = ",".join(f"f{feature}" for feature in range(features))
    np.savetxt(path, table, delimiter=",", header=heading, comments="", fmt="%.9g")


def main():
    if sys.argv[1] == "--draw":
        draw(sys.argv[2], int(sys.argv[3]), int(sys.argv[4]))
        return
    import xgboost

    model = xgboost.Booster(params={"nthread": 1}, model_file=sys.argv[1])
    rows = np.loadtxt(sys.argv[2], delimiter=",", skiprows=1, dtype=np.float32)
    predictions = model.predict(xgboost.DMatrix(rows))
    print(len(predictions))


if __name__ == "__main__":
    main()
