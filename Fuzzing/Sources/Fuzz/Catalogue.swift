extension FuzzTarget {
  /// All targets by their names.
  static let catalogue: [FuzzTarget] = [
    .arrowFile,
    .arrowStream,
    .catboostBinary,
    .catboostJSON,
    .csv,
    .gzip,
    .json,
    .jsonLines,
    .lightgbmDump,
    .lightgbmText,
    .mlmodel,
    .onnx,
    .parquet,
    .policy,
    .policyTests,
    .recalibrator,
    .record,
    .serverAnswer,
    .skops,
    .treeliteCheckpoint,
    .treeliteJSON,
    .xgboostJSON,
    .xgboostUBJSON,
    .zstd,
  ]
}
