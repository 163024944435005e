internal import COnnxRuntime
internal import Dispatch
internal import Synchronization
internal import VaglioTables

/// A graph that ONNX Runtime evaluates: a network, a kernel machine, whatever is no trees and no
/// linear function.
public struct ONNXRuntimeModel: Model {
  public let summary: ModelSummary
  public let features: [Feature]?
  public let output: ModelOutput
  private let session: ONNXRuntimeSession
  private let inputs: [ONNXRuntimeInput]
  private let outputName: String
  private let meaning: ONNXMeaning
  /// The number of rows that the graph takes at a time, where it is fixed.
  private let fixedBatch: Int?

  /// Hands a file to ONNX Runtime; `reason` says why Vaglio doesn't evaluate it itself.
  init(
    _ bytes: [UInt8], _ file: ONNXFile, _ output: ONNXPort, _ library: ONNXRuntime,
    reason: ModelError
  ) throws(ModelError) {
    let ports = try ONNXRuntimePorts(file.graph)
    session = try ONNXRuntimeSession(bytes, library)
    (inputs, features, fixedBatch) = (ports.inputs, ports.features, ports.fixedBatch)
    outputName = output.name
    meaning = try ONNXMeaning(
      file, output, width: try Self.width(of: output, ports, session))
    self.output = meaning.output
    summary = ModelSummary(
      format: ONNXFormat.name,
      facts: ONNXSummary.facts(file, output) + [
        .init("model", .text("graph")),
        .init("evaluated by", .text("onnxruntime \(library.version)")),
        .init("library", .text(library.path)),
      ],
      notes: [
        "ONNX Runtime evaluates the graph, because Vaglio's own forms don't hold it: "
          + "\(reason.place.map { "\($0): " } ?? "")\(reason.problem).",
        "Attributions are sampled, and need a background.",
      ])
  }

  /// How many columns a row of zeros and empty texts gets, or, where such a row is refused, how many
  /// the file declares: converters declare wrong numbers at times.
  private static func width(
    of output: ONNXPort, _ ports: ONNXRuntimePorts, _ session: ONNXRuntimeSession
  ) throws(ModelError) -> Int {
    let columns = ports.features.map { feature in
      feature.kind.isText
        ? FeatureMatrix.Column.texts(Categories([""])) : FeatureMatrix.Column.numbers([0])
    }
    let rows = FeatureMatrix(columns, rowCount: 1)
    let block = [Int](repeating: 0, count: ports.fixedBatch ?? 1)
    let value: ONNXRuntimeValue
    do throws(ModelError) {
      value = try evaluated(rows, block, ports.inputs, output.name, session)
    } catch {
      guard let declared = output.declaredWidth else { throw error }
      return declared
    }
    switch value.elements {
    case .numbers(let numbers): return max(1, numbers.count / block.count)
    case .texts: return 1
    }
  }

  private static func evaluated(
    _ rows: FeatureMatrix, _ block: [Int], _ inputs: [ONNXRuntimeInput], _ output: String,
    _ session: ONNXRuntimeSession
  ) throws(ModelError) -> ONNXRuntimeValue {
    try with(inputs[...], [], rows, block, session) { tensors throws(ModelError) in
      let value = try session.run(tensors, output: output)
      defer { session.release(value) }
      return try ONNXRuntimeValue(value, rowCount: block.count, session)
    }
  }

  /// Makes the tensors one inside of the other, so that each is there until the graph has run.
  private static func with(
    _ inputs: ArraySlice<ONNXRuntimeInput>, _ made: [(name: String, tensor: OpaquePointer)],
    _ rows: FeatureMatrix, _ block: [Int], _ session: ONNXRuntimeSession,
    _ body: ([(name: String, tensor: OpaquePointer)]) throws(ModelError) -> ONNXRuntimeValue
  ) throws(ModelError) -> ONNXRuntimeValue {
    guard let input = inputs.first else { return try body(made) }
    return try input.withTensor(rows, block, session) { tensor throws(ModelError) in
      try with(
        inputs.dropFirst(), made + [(input.name, tensor)], rows, block, session, body)
    }
  }

  public func predictions(
    of rows: FeatureMatrix, threads: Int
  ) throws(ModelError) -> OutputMatrix {
    let width = output.names.count
    guard rows.rowCount > 0 else { return OutputMatrix(values: [], outputCount: width) }
    let length = fixedBatch ?? max(1, min(4096, (1 << 20) / max(1, rows.columns.count)))
    let starts = Array(stride(from: 0, to: rows.rowCount, by: length))
    let parts = Mutex([Result<[Double], ModelError>?](repeating: nil, count: starts.count))
    let next = Atomic(0)
    DispatchQueue.concurrentPerform(iterations: max(1, min(threads, starts.count))) { _ in
      while true {
        let index = next.add(1, ordering: .relaxed).oldValue
        guard index < starts.count else { return }
        let made = part(rows, starts[index]..<min(starts[index] + length, rows.rowCount), length)
        parts.withLock { $0[index] = made }
      }
    }
    var values: [Double] = []
    values.reserveCapacity(rows.rowCount * width)
    for part in parts.withLock({ $0 }) {
      guard let part else { preconditionFailure("every batch is evaluated") }
      values += try part.get()
    }
    return OutputMatrix(values: values, outputCount: width)
  }

  private func part(
    _ rows: FeatureMatrix, _ block: Range<Int>, _ length: Int
  ) -> Result<[Double], ModelError> {
    do throws(ModelError) {
      var block = Array(block)
      let count = block.count
      // A graph of a fixed number of rows gets the last one several times.
      if let fixedBatch { block += repeatElement(block[count - 1], count: fixedBatch - count) }
      let value = try Self.evaluated(rows, block, inputs, outputName, session)
      return .success(try taken(value, rowCount: block.count, of: count))
    } catch { return .failure(error) }
  }

  /// The predictions in a value: of `count` rows.
  private func taken(
    _ value: ONNXRuntimeValue, rowCount: Int, of count: Int
  ) throws(ModelError) -> [Double] {
    switch value.elements {
    case .texts(let texts):
      let classes = output.classes ?? []
      let places = Dictionary(zip(classes, 0...)) { first, _ in first }
      return try checked(texts.map { Double(places[$0] ?? -1) }, rowCount, of: count)
    case .numbers(let numbers):
      guard meaning.part == .place else {
        return try checked(numbers, rowCount, of: count)
      }
      let places = Dictionary(zip(output.classes ?? [], 0...)) { first, _ in first }
      let labels = numbers.map { Int(exactly: $0).map(String.init) ?? "" }
      return try checked(labels.map { Double(places[$0] ?? -1) }, rowCount, of: count)
    }
  }

  private func checked(
    _ numbers: [Double], _ rowCount: Int, of count: Int
  ) throws(ModelError) -> [Double] {
    guard numbers.count == rowCount * meaning.width else {
      throw ModelError(
        .service, place: "output \(outputName)",
        problem: "the graph makes \(numbers.count) numbers for \(rowCount) rows, of which "
          + "\(rowCount * meaning.width) were expected")
    }
    guard meaning.part == .second else { return Array(numbers.prefix(count * meaning.width)) }
    return (0..<count).map { numbers[2 * $0 + 1] }
  }
}

extension ONNXRuntimeSession {
  /// Releases a value that the library made.
  func release(_ value: OpaquePointer) { library.table.pointee.release_value(value) }
}
