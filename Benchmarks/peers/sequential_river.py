"""river's detectors, row by row, beside SequentialBenchmark: nanoseconds of CPU a row.

sequential_river.py [ROWS]
"""

import json
import pickle
import sys
import time

import numpy as np
from river import drift
from river.drift import binary

DETECTORS = {
    "ADWIN": lambda: drift.ADWIN(delta=1e-9),
    "PageHinkley": lambda: drift.PageHinkley(threshold=1e9),
    "DDM": lambda: binary.DDM(drift_threshold=1e9),
    "EDDM": lambda: binary.EDDM(beta=1e-9),
    "HDDM_A": binary.HDDMA,
    "HDDM_W": binary.HDDMW,
}


def main():
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    coins = (np.random.default_rng(6).random(rows) < 0.1).astype(int).tolist()
    for name, make in DETECTORS.items():
        detector, begun = make(), time.process_time()
        update = detector.update
        for value in coins:
            update(value)
        spent = (time.process_time() - begun) / rows * 1e9
        print(json.dumps({"method": name, "ns_per_row": round(spent, 1),
                          "saved_bytes": len(pickle.dumps(detector))}))


main()
