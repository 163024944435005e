/// An ONNX file (`ModelProto`): what wrote it, the operators that it needs, and its graph.
struct ONNXFile: Sendable {
  /// The version of the file format.
  private(set) var formatVersion: Int64 = 0
  /// The program that wrote the file.
  private(set) var producer = ""
  /// The version of the program, its first line.
  private(set) var producerVersion = ""
  /// Whose model it is, as a domain name in reverse.
  private(set) var domain = ""
  /// The version of the operators of each domain; ONNX's own under the empty name.
  private(set) var operatorVersions: [String: Int64] = [:]
  /// Whether it defines operators of its own.
  private(set) var hasFunctions = false
  /// The steps from inputs to outputs.
  let graph: ONNXGraph

  /// Reads a file.
  init(_ bytes: [UInt8]) throws(ModelError) {
    var reader = ProtobufReader(bytes)
    var graph: ONNXGraph?
    while let (number, value) = try reader.field() {
      switch number {
      case 1: formatVersion = try value.integer("ir_version")
      case 2: producer = try value.text("producer_name")
      case 3: producerVersion = Self.firstLine(try value.text("producer_version"))
      case 4: domain = try value.text("domain")
      case 7: graph = try ONNXGraph(try value.message("graph"))
      case 8:
        let (name, version) = try Self.operatorSet(try value.message("opset_import"))
        operatorVersions[name] = version
      case 25: hasFunctions = true
      default: break
      }
    }
    guard let graph else {
      throw ModelError(.malformed, place: "graph", problem: "the file holds no graph")
    }
    self.graph = graph
  }

  /// CatBoost writes its whole build record here, behind a heading.
  private static func firstLine(_ text: String) -> String {
    text.split(separator: "\n").first.map { String($0.prefix(80)) } ?? ""
  }

  private static func operatorSet(
    _ message: ProtobufReader
  ) throws(ModelError) -> (name: String, version: Int64) {
    var (name, version) = ("", Int64(0))
    var reader = message
    while let (number, value) = try reader.field() {
      switch number {
      case 1: name = try value.text("domain")
      case 2: version = try value.integer("version")
      default: break
      }
    }
    return (name == "ai.onnx" ? "" : name, version)
  }
}
