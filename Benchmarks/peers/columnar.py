"""Times pyarrow and polars on the files that TableBenchmark reads and writes, in CPU seconds.

    python columnar.py make FILE.arrow ROWS     writes a file: score, label, x, group
    python columnar.py read FILE [COLUMN ...]   reads .arrow or .parquet
    python columnar.py write FILE OTHER         reads FILE, then times writing OTHER (.parquet)
"""

import sys
import time

import numpy
import polars
import pyarrow as pa
import pyarrow.parquet


def timed(name, work):
    start, wall = time.process_time(), time.perf_counter()
    result = work()
    seconds = time.process_time() - start
    print(f"{name}: CPU {seconds:.3f} s, wall {time.perf_counter() - wall:.3f} s")
    return result


def make(path, rows):
    random = numpy.random.default_rng(7)
    score = random.random(rows)
    groups = numpy.array(["north", "east", "south", "west", "centre", "overseas"])
    table = pa.table({
        "score": score,
        "label": (random.random(rows) < score).astype("int32"),
        "x": random.integers(0, 1000, rows) / 8,
        "group": pa.array(groups[random.integers(0, 6, rows)]),
    })
    if path.endswith(".parquet"):
        pyarrow.parquet.write_table(table, path)
    else:
        compression = next((c for c in ["lz4", "zstd"] if c in path), None)
        options = pa.ipc.IpcWriteOptions(compression=compression)
        with pa.ipc.new_file(path, table.schema, options=options) as writer:
            writer.write_table(table, max_chunksize=1 << 16)


def read(path, columns):
    """Both, to values in memory that do not lean on the file."""
    columns = columns or None
    if path.endswith(".parquet"):
        timed("pyarrow", lambda: pyarrow.parquet.read_table(path, columns=columns))
        timed("polars", lambda: polars.read_parquet(path, columns=columns))
        return

    def by_pyarrow():
        with pa.OSFile(path) as file:
            table = pa.ipc.open_file(file).read_all()
        return table.select(columns) if columns else table

    def by_polars():
        frame = polars.read_ipc(path, columns=columns)
        return frame.with_columns(polars.col(polars.Float64) + 0)  # touches the mapped pages

    timed("pyarrow", by_pyarrow)
    timed("polars", by_polars)
    if columns is None:
        timed("pyarrow, texts to codes", lambda: by_pyarrow()["group"].dictionary_encode())
        timed("polars, texts to codes", lambda: by_polars().with_columns(
            polars.col(polars.String).cast(polars.Categorical)))


def write(path, other):
    table = pyarrow.parquet.read_table(path) if path.endswith(".parquet") else pa.ipc.open_file(path).read_all()
    timed("pyarrow", lambda: pyarrow.parquet.write_table(table, other, use_dictionary=["group"]))
    timed("pyarrow by its defaults", lambda: pyarrow.parquet.write_table(table, other))
    frame = polars.from_arrow(table)
    timed("polars, Snappy", lambda: frame.write_parquet(other, compression="snappy"))


if __name__ == "__main__":
    command, path, *rest = sys.argv[1:]
    if command == "make":
        make(path, int(rest[0]))
    elif command == "read":
        read(path, rest)
    else:
        write(path, rest[0])
