internal import COnnxRuntime

/// A graph as ONNX Runtime holds it.
///
/// A class, because it owns handles of the library that must be released exactly once, when the last
/// model that uses them is gone. Safe from any thread: ONNX Runtime's `Run` is, and nothing else
/// happens after the initialiser.
final class ONNXRuntimeSession: @unchecked Sendable {
  let library: ONNXRuntime
  private let environment: OpaquePointer
  private let session: OpaquePointer
  /// Where tensors over our own memory say that they are.
  let memory: OpaquePointer
  /// What allocates texts; the library's own, never released.
  let allocator: OpaquePointer

  /// Hands a file to ONNX Runtime.
  ///
  /// The session works with one thread, so that its sums don't depend on the number of threads:
  /// several threads run it for several batches of rows.
  init(_ bytes: [UInt8], _ library: ONNXRuntime) throws(ModelError) {
    let table = library.table.pointee
    let environment = try library.made("start") { table.create_env(3, "vaglio", $0) }
    var session: OpaquePointer?
    var memory: OpaquePointer?
    do throws(ModelError) {
      session = try Self.session(bytes, environment, library)
      memory = try library.made("use memory") { table.create_cpu_memory(0, 0, $0) }
      allocator = try library.made("use memory") { table.default_allocator($0) }
    } catch {
      table.release_session(session)
      table.release_memory(memory)
      table.release_env(environment)
      throw error
    }
    guard let session, let memory else { preconditionFailure("made or thrown") }
    (self.library, self.environment) = (library, environment)
    (self.session, self.memory) = (session, memory)
  }

  deinit {
    library.table.pointee.release_session(session)
    library.table.pointee.release_memory(memory)
    library.table.pointee.release_env(environment)
  }

  private static func session(
    _ bytes: [UInt8], _ environment: OpaquePointer, _ library: ONNXRuntime
  ) throws(ModelError) -> OpaquePointer {
    let table = library.table.pointee
    let options = try library.made("start") { table.create_options($0) }
    defer { table.release_options(options) }
    // Only errors, which reach us as a status, and nothing on standard error.
    try library.check(table.set_log_level(options, 4), "be quiet")
    try library.check(table.set_threads_within(options, 1), "use one thread")
    try library.check(table.set_threads_between(options, 1), "use one thread")
    return try library.made("read the graph") { made in
      bytes.withUnsafeBytes {
        table.create_session(environment, $0.baseAddress, $0.count, options, made)
      }
    }
  }

  /// Runs the graph for an output; the inputs stay the caller's to release, and the value becomes
  /// so.
  func run(
    _ inputs: [(name: String, tensor: OpaquePointer)], output: String
  ) throws(ModelError) -> OpaquePointer {
    let names = inputs.map { $0.name.utf8CString }
    let tensors = inputs.map { Optional($0.tensor) }
    return try library.made("evaluate the graph") { made in
      Self.withPointers(to: names) { names in
        output.withCString { output in
          withUnsafePointer(to: Optional(output)) { outputs in
            tensors.withUnsafeBufferPointer { tensors in
              library.table.pointee.run(
                session, nil, names.baseAddress, tensors.baseAddress, tensors.count, outputs, 1,
                made)
            }
          }
        }
      }
    }
  }

  /// Calls with pointers to texts that end in NUL.
  static func withPointers<Result>(
    to texts: [ContiguousArray<CChar>],
    _ body: (UnsafeBufferPointer<UnsafePointer<CChar>?>) -> Result
  ) -> Result {
    let all = texts.flatMap { $0 }
    var starts: [Int] = []
    var start = 0
    for text in texts {
      starts.append(start)
      start += text.count
    }
    return all.withUnsafeBufferPointer { all in
      starts.map { start in all.baseAddress.map { $0 + start } }.withUnsafeBufferPointer(body)
    }
  }
}
