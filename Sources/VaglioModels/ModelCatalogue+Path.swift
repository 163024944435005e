extension ModelCatalogue {
  /// Reads the model at a path: a file in any of the ``formats``, or a model directory of MLflow,
  /// named by itself or by its `MLmodel`.
  ///
  /// Files of up to 4 GiB are read.
  public static func model(
    atPath path: String, options: ModelOptions = ModelOptions()
  ) throws(ModelError) -> any Model {
    if ModelFile.isDirectory(path) {
      let marker = path + "/" + MLflowDirectory.marker
      guard !ModelFile.isDirectory(marker), ModelFile.exists(marker) else {
        throw ModelError(
          .unknownFormat, file: path,
          problem: "this is a directory without the file MLmodel that MLflow's models have",
          remedy: "name the model's file")
      }
      return try MLflowDirectory.model(atPath: path, options: options)
    }
    if path == MLflowDirectory.marker || path.hasSuffix("/" + MLflowDirectory.marker) {
      let directory = path.dropLast(MLflowDirectory.marker.count + 1)
      return try MLflowDirectory.model(
        atPath: directory.isEmpty ? (path.hasPrefix("/") ? "/" : ".") : String(directory),
        options: options)
    }
    return try model(
      try ModelFile.bytes(of: path, atMost: ModelFile.longest), name: path, options: options)
  }
}
