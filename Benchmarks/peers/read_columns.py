"""Reads columns of a file with polars, pyarrow or DuckDB and prints what each phase costs, as JSON.

Usage: python read_columns.py polars|pyarrow|duckdb FILE [COLUMN ...]

All read into their own columns in memory; texts of Parquet as they come by default. The sum of the
numbers is printed too, so that nothing can be left undone.
"""

import json
import sys

from phases import Phases


def with_polars(path, columns):
    import polars
    phases.end("import")
    read = polars.read_parquet if path.endswith(".parquet") else polars.read_csv
    table = read(path, columns=columns or None)
    phases.end("read")
    return {name: table[name].sum() for name, kind in table.schema.items() if kind.is_numeric()}


def with_pyarrow(path, columns):
    import pyarrow
    import pyarrow.compute
    import pyarrow.csv
    import pyarrow.dataset  # which reading Parquet would import
    import pyarrow.parquet
    phases.end("import")
    if path.endswith(".parquet"):
        table = pyarrow.parquet.read_table(path, columns=columns or None)
    else:
        options = pyarrow.csv.ConvertOptions(include_columns=columns or None)
        table = pyarrow.csv.read_csv(path, convert_options=options)
    phases.end("read")
    return {field.name: pyarrow.compute.sum(table[field.name]).as_py() for field in table.schema
            if pyarrow.types.is_integer(field.type) or pyarrow.types.is_floating(field.type)}


def with_duckdb(path, columns):
    import duckdb
    import numpy  # DuckDB imports it to hand columns over
    phases.end("import")
    names = ", ".join(f'"{name}"' for name in columns) or "*"
    table = duckdb.sql(f"SELECT {names} FROM '{path}'").fetchnumpy()
    phases.end("read")
    return {name: float(values.sum()) for name, values in table.items() if values.dtype.kind in "iuf"}


phases = Phases()
library, path, *columns = sys.argv[1:]
sums = {"polars": with_polars, "pyarrow": with_pyarrow, "duckdb": with_duckdb}[library](path, columns)
print(json.dumps({"library": library, "sums": sums, "phases": phases.done}))
