/// The graph of an ONNX file (`GraphProto`).
struct ONNXGraph: Sendable {
  /// The steps, each behind those whose values it takes.
  private(set) var nodes: [ONNXNode] = []
  /// The constant values by name.
  private(set) var constants: [String: ONNXTensor] = [:]
  /// What the graph takes, the constants among them left out.
  private(set) var inputs: [ONNXPort] = []
  /// What the graph makes.
  private(set) var outputs: [ONNXPort] = []

  /// Reads a graph.
  init(_ message: ProtobufReader) throws(ModelError) {
    var reader = message
    while let (number, value) = try reader.field() {
      switch number {
      case 1: nodes.append(try ONNXNode(try value.message("node"), index: nodes.count))
      case 5:
        let tensor = try ONNXTensor(try value.message("initializer"))
        try tensor.checkInside()
        constants[tensor.name] = tensor
      case 11: inputs.append(try ONNXPort(try value.message("input")))
      case 12: outputs.append(try ONNXPort(try value.message("output")))
      case 15:
        throw ModelError(.unsupported, place: "graph", problem: "it has sparse initializers")
      default: break
      }
    }
    inputs.removeAll { constants[$0.name] != nil }
    guard !outputs.isEmpty else {
      throw ModelError(.malformed, place: "graph", problem: "it has no output")
    }
  }
}

/// An input or output of a graph (`ValueInfoProto`).
struct ONNXPort: Sendable {
  /// What may stand there.
  indirect enum Kind: Sendable, Equatable {
    /// A tensor of this `TensorProto.DataType`; `nil` for sizes that are only known at run time.
    case tensor(type: Int, shape: [Int?]?)
    case sequence(Kind)
    case map(key: Int, value: Kind)
    case unknown
  }

  /// The name.
  private(set) var name = ""
  /// What stands there.
  private(set) var kind = Kind.unknown

  /// Reads a port.
  init(_ message: ProtobufReader) throws(ModelError) {
    var reader = message
    while let (number, value) = try reader.field() {
      switch number {
      case 1: name = try value.text("name")
      case 2: kind = try Self.kind(try value.message("type"), depth: 0)
      default: break
      }
    }
  }

  private static func kind(_ message: ProtobufReader, depth: Int) throws(ModelError) -> Kind {
    guard depth < 8 else { return .unknown }
    var kind = Kind.unknown
    var reader = message
    while let (number, value) = try reader.field() {
      switch number {
      case 1: kind = try tensor(try value.message("tensor_type"))
      case 4: kind = .sequence(try element(try value.message("sequence_type"), depth).value)
      case 5:
        let (key, value) = try element(try value.message("map_type"), depth)
        kind = .map(key: key, value: value)
      default: break
      }
    }
    return kind
  }

  /// The element of a sequence, or key and value of a map.
  private static func element(
    _ message: ProtobufReader, _ depth: Int
  ) throws(ModelError) -> (key: Int, value: Kind) {
    var (key, kind) = (0, Kind.unknown)
    var reader = message
    while let (_, value) = try reader.field() {
      switch value {
      case .varint(let number): key = Int(truncatingIfNeeded: number)
      case .delimited(let type): kind = try Self.kind(type, depth: depth + 1)
      default: break
      }
    }
    return (key, kind)
  }

  private static func tensor(_ message: ProtobufReader) throws(ModelError) -> Kind {
    var (type, shape) = (0, [Int?]?.none)
    var reader = message
    while let (number, value) = try reader.field() {
      switch number {
      case 1: type = Int(truncatingIfNeeded: try value.integer("elem_type"))
      case 2: shape = try Self.shape(try value.message("shape"))
      default: break
      }
    }
    return .tensor(type: type, shape: shape)
  }

  private static func shape(_ message: ProtobufReader) throws(ModelError) -> [Int?] {
    var shape: [Int?] = []
    var reader = message
    while let (number, value) = try reader.field() {
      if number == 1 { shape.append(try size(try value.message("dim"))) }
    }
    return shape
  }

  private static func size(_ message: ProtobufReader) throws(ModelError) -> Int? {
    var size: Int?
    var reader = message
    while let (number, value) = try reader.field() {
      if number == 1 { size = Int(exactly: try value.integer("dim_value")) }
    }
    return size.flatMap { $0 > 0 ? $0 : nil }
  }

  /// The port for people: `probabilities: sequence(map(int64, float))`, `X: float[?, 4]`.
  var description: String { "\(name): \(Self.describe(kind))" }

  private static func describe(_ kind: Kind) -> String {
    switch kind {
    case .tensor(let type, let shape):
      let sizes = shape?.map { $0.map(String.init) ?? "?" }.joined(separator: ", ")
      return ONNXTensor.typeName(type) + (sizes.map { "[\($0)]" } ?? "")
    case .sequence(let element): return "sequence(\(describe(element)))"
    case .map(let key, let value): return "map(\(ONNXTensor.typeName(key)), \(describe(value)))"
    case .unknown: return "unknown"
    }
  }
}
