internal import COnnxRuntime
internal import VaglioTables

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// The onnxruntime library, loaded while Vaglio runs: what it evaluates are graphs that are no trees
/// and no linear functions.
public struct ONNXRuntime: @unchecked Sendable {
  // The table is constant for as long as the process lives: the library is never unloaded, because
  // its threads and globals would not survive that.
  let table: UnsafePointer<ort_api>
  /// Where the library was found.
  public let path: String
  /// The library's version: `1.31.1`.
  public let version: String

  /// Loads the library at a path, or one that the system's loader knows by name.
  public init(path: String) throws(ModelError) {
    guard let library = dlopen(path, RTLD_NOW | RTLD_LOCAL) else {
      throw Self.failure(path, dlerror().map { String(cString: $0) } ?? "it cannot be loaded")
    }
    guard let function = dlsym(library, "OrtGetApiBase"), let base = ort_get_base(function) else {
      throw Self.failure(path, "it has no function OrtGetApiBase")
    }
    guard let table = base.pointee.api(1) else {
      throw Self.failure(path, "it has no functions of version 1")
    }
    self.table = table
    self.path = path
    version = base.pointee.version().map { String(cString: $0) } ?? ""
  }

  private static func failure(_ path: String, _ problem: String) -> ModelError {
    ModelError(
      .missingLibrary,
      problem: "ONNX Runtime's library \(legible(path, 200)) cannot be used: "
        + legible(problem, 300),
      remedy: "give the path of libonnxruntime.so of onnxruntime 1.0 or later")
  }

  /// Throws where a call failed, with the library's own words, and releases them.
  func check(_ status: OpaquePointer?, _ action: String) throws(ModelError) {
    guard let status else { return }
    let words = table.pointee.error_message(status).map { String(cString: $0) } ?? "no reason"
    table.pointee.release_status(status)
    throw ModelError(
      .service, problem: "ONNX Runtime \(version) cannot \(action): \(legible(words, 500))")
  }

  /// What a call made, which the caller releases.
  func made(
    _ action: String, _ make: (UnsafeMutablePointer<OpaquePointer?>) -> OpaquePointer?
  ) throws(ModelError) -> OpaquePointer {
    var made: OpaquePointer?
    try check(make(&made), action)
    guard let made else {
      throw ModelError(.service, problem: "ONNX Runtime \(version) cannot \(action)")
    }
    return made
  }
}
