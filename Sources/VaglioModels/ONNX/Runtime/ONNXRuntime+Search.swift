#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

extension ONNXRuntime {
  /// The library by the options: at the path that they give, or else the newest in the first of their
  /// Python environments that has one, then where the system's loader finds it.
  public static func found(in options: ModelOptions) throws(ModelError) -> ONNXRuntime {
    if let path = options.onnxRuntime { return try ONNXRuntime(path: path) }
    for environment in options.pythonEnvironments {
      guard let path = libraries(in: environment).last else { continue }
      return try ONNXRuntime(path: path)
    }
    for name in ["libonnxruntime.so.1", "libonnxruntime.so", "libonnxruntime.dylib"] {
      if let library = try? ONNXRuntime(path: name) { return library }
    }
    throw ModelError(
      .missingLibrary,
      problem: "ONNX Runtime is needed to evaluate this graph, and was not found",
      remedy: "pip install onnxruntime in a Python environment that is active, or give the path of "
        + "its library with --onnx-runtime")
  }

  /// The folders of the Python environments that a process's variables tell of, the active one
  /// first: `VIRTUAL_ENV`, `CONDA_PREFIX`, `.venv` here, those whose `bin` is in `PATH`, `~/.local`.
  public static func environments(of variables: [String: String]) -> [String] {
    var folders = ["VIRTUAL_ENV", "CONDA_PREFIX"].compactMap { variables[$0] } + [".venv"]
    for folder in (variables["PATH"] ?? "").split(separator: ":") where folder.hasSuffix("/bin") {
      folders.append(String(folder.dropLast(4)))
    }
    if let home = variables["HOME"] { folders.append("\(home)/.local") }
    var seen: Set<String> = []
    return folders.filter { !$0.isEmpty && seen.insert($0).inserted }
  }

  /// The libraries of the wheels that are installed in an environment, by version.
  static func libraries(in environment: String) -> [String] {
    let folder = environment.map { "\\*?[".contains($0) ? "\\\($0)" : "\($0)" }.joined()
    let pattern = folder + "/lib*/python3*/*-packages/onnxruntime/capi/libonnxruntime.*"
    var found = glob_t()
    defer { globfree(&found) }
    guard glob(pattern, 0, nil, &found) == 0, let paths = found.gl_pathv else { return [] }
    return (0..<Int(found.gl_pathc)).compactMap { paths[$0].map { String(cString: $0) } }
      .filter { $0.contains("libonnxruntime.so") || $0.hasSuffix(".dylib") }
      .sorted { numbers(in: $0).lexicographicallyPrecedes(numbers(in: $1)) }
  }

  /// The numbers of a library's version: 1, 31, 1 of `libonnxruntime.so.1.31.1`.
  private static func numbers(in path: String) -> [Int] {
    (path.split(separator: "/").last ?? "").split { !$0.isASCII || !$0.isNumber }
      .compactMap { Int($0) }
  }
}
