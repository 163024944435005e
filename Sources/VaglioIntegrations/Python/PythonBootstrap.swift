/// What the Python process runs: it loads the user's function, and answers each batch of rows that
/// comes on standard input by a batch of predictions.
///
/// Both directions are Arrow IPC streams on the socket that is the process's standard input. The
/// function's own standard input is empty, and what it prints goes to standard error. The process
/// ends when the other side does, even in the midst of a computation: a thread waits for that.
enum PythonBootstrap {
  /// The exit status of a Python without a package that is needed; its name is printed last.
  static let missingPackage: Int32 = 93

  static let source = #"""
    import inspect, os, select, sys, threading, time

    channel = os.dup(0)
    null = os.open(os.devnull, os.O_RDONLY)
    os.dup2(null, 0)
    os.close(null)
    os.dup2(2, 1)


    def watch():
        hangup = select.poll()
        hangup.register(channel, 0)
        hangup.poll()
        time.sleep(0.5)
        os._exit(1)


    threading.Thread(target=watch, daemon=True).start()


    def package(name):
        import importlib

        try:
            return importlib.import_module(name)
        except ImportError as error:
            if error.name is not None and error.name.split(".")[0] != name:
                raise
            sys.stdout.flush()
            os.write(2, f"vaglio-needs {name} {sys.executable}\n".encode())
            os._exit(93)


    pa = package("pyarrow")
    import pyarrow.ipc


    def load(path, name):
        import importlib.util

        path = os.path.abspath(path)
        sys.path[0] = os.path.dirname(path)
        sys.argv = [path]
        module = os.path.splitext(os.path.basename(path))[0]
        spec = importlib.util.spec_from_file_location(module, path)
        loaded = importlib.util.module_from_spec(spec)
        sys.modules[module] = loaded
        spec.loader.exec_module(loaded)
        function = getattr(loaded, name, None)
        if not callable(function):
            known = ", ".join(sorted(
                key for key, value in vars(loaded).items()
                if callable(value) and not key.startswith("_")))
            raise SystemExit(f"{path} defines no function {name} (it defines {known or 'none'})")
        return function


    def form_of(function, wanted):
        if wanted != "automatic":
            return wanted
        try:
            parameters = list(inspect.signature(function).parameters.values())
        except (TypeError, ValueError):
            parameters = []
        text = str(parameters[0].annotation) if parameters else ""
        if "pyarrow" in text or "pa.Table" in text or "RecordBatch" in text:
            return "arrow"
        if "ndarray" in text or "NDArray" in text:
            return "numpy"
        return "pandas"


    def plain(table):
        columns = [
            column.cast(column.type.value_type) if pa.types.is_dictionary(column.type) else column
            for column in table.columns
        ]
        return pa.table(columns, names=table.column_names)


    def features_of(batch, form):
        table = plain(pa.Table.from_batches([batch]))
        if form == "arrow":
            return table
        numpy = package("numpy")
        if form == "pandas":
            package("pandas")
            return table.to_pandas()
        for name, column in zip(table.column_names, table.columns):
            if not pa.types.is_float64(column.type):
                raise TypeError(f"the feature {name!r} is text, which an array of numbers can't hold")
        rows = numpy.empty((table.num_rows, table.num_columns), order="F")
        for place, column in enumerate(table.columns):
            rows[:, place] = column.to_numpy()
        return rows


    def array_of(values):
        if isinstance(values, (pa.Array, pa.ChunkedArray)):
            array = values.combine_chunks() if isinstance(values, pa.ChunkedArray) else values
        else:
            array = pa.array(values, from_pandas=True)
        if isinstance(array, pa.ChunkedArray):
            array = pa.concat_arrays(array.chunks)
        kind = array.type
        if pa.types.is_dictionary(kind):
            return array_of(array.cast(kind.value_type))
        if pa.types.is_boolean(kind):
            return array.cast(pa.int8()).cast(pa.float64())
        if pa.types.is_null(kind) or pa.types.is_floating(kind) or pa.types.is_integer(kind):
            return array.cast(pa.float64())
        if pa.types.is_decimal(kind):
            return array.cast(pa.float64())
        if pa.types.is_string(kind) or pa.types.is_large_string(kind):
            return array.cast(pa.string())
        raise TypeError(f"predictions are numbers or texts, not {kind}")


    def columns_of(answer):
        if hasattr(answer, "to_arrow") and not isinstance(answer, (pa.Array, pa.ChunkedArray)):
            answer = answer.to_arrow()
        if isinstance(answer, (pa.Table, pa.RecordBatch)):
            return answer.schema.names, list(answer.columns)
        if isinstance(answer, (pa.Array, pa.ChunkedArray)):
            return None, [answer]
        if type(answer).__name__ == "DataFrame" and hasattr(answer, "iloc"):
            names = [str(name) for name in answer.columns]
            return names, [answer.iloc[:, place].to_numpy() for place in range(len(names))]
        if hasattr(answer, "detach"):
            answer = answer.detach().cpu()
        array = package("numpy").asarray(answer)
        if array.ndim == 1:
            return None, [array]
        if array.ndim == 2:
            return None, [array[:, place].copy() for place in range(array.shape[1])]
        raise TypeError(
            f"predictions are one or more numbers a row, not {type(answer).__name__} "
            f"of shape {array.shape}")


    def answer_of(answer, rows):
        names, columns = columns_of(answer)
        if not columns:
            raise ValueError("the answer has no columns")
        arrays = [array_of(column) for column in columns]
        for array in arrays:
            if len(array) != rows:
                raise ValueError(f"predictions for {len(array)} rows were answered to {rows} rows")
        names = names or [str(place) for place in range(len(arrays))]
        return pa.record_batch(arrays, names=names)


    def main(path, name, wanted):
        function = load(path, name)
        form = form_of(function, wanted)
        source = pa.ipc.open_stream(os.fdopen(channel, "rb", buffering=1 << 20))
        sink = os.fdopen(os.dup(channel), "wb", buffering=1 << 20)
        writer = None
        for batch in source:
            answer = answer_of(function(features_of(batch, form)), batch.num_rows)
            if writer is None:
                writer = pa.ipc.new_stream(sink, answer.schema)
            elif answer.schema != writer_schema:
                raise ValueError(
                    f"columns {answer.schema.names} of {answer.schema.types} were answered, but "
                    f"{writer_schema.names} of {writer_schema.types} to the rows before")
            writer_schema = answer.schema
            writer.write_batch(answer)
            sink.flush()
        if writer is not None:
            writer.close()
            sink.flush()


    main(*sys.argv[1:])
    """#
}
