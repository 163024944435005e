internal import VaglioTables

/// A step of a graph (`NodeProto`): an operator with attributes, from values to values by name.
struct ONNXNode: Sendable {
  /// An attribute; which of its members counts follows from the operator.
  struct Attribute: Sendable {
    var float: Float?
    var integer: Int64?
    var text: String?
    var tensor: ONNXTensor?
    var floats: [Float] = []
    var integers: [Int64] = []
    var texts: [String] = []
    var hasGraph = false
  }

  /// The place among the graph's nodes.
  let index: Int
  /// The names of the values that it takes; empty for an input that is left out.
  private(set) var inputs: [String] = []
  /// The names of the values that it makes.
  private(set) var outputs: [String] = []
  /// The operator: `TreeEnsembleRegressor`.
  private(set) var type = ""
  /// The operator's domain: `ai.onnx.ml`, or empty for ONNX's own.
  private(set) var domain = ""
  private var attributes: [String: Attribute] = [:]

  /// Reads a node.
  init(_ message: ProtobufReader, index: Int) throws(ModelError) {
    self.index = index
    var reader = message
    while let (number, value) = try reader.field() {
      switch number {
      case 1: inputs.append(try value.text("input"))
      case 2: outputs.append(try value.text("output"))
      case 4: type = try value.text("op_type")
      case 5:
        let (name, attribute) = try Self.attribute(try value.message("attribute"))
        attributes[name] = attribute
      case 7: domain = try value.text("domain")
      default: break
      }
    }
    if domain == "ai.onnx" { domain = "" }
  }

  private static func attribute(
    _ message: ProtobufReader
  ) throws(ModelError) -> (String, Attribute) {
    var name = ""
    var attribute = Attribute()
    var reader = message
    while let (number, value) = try reader.field() {
      switch number {
      case 1: name = try value.text("name")
      case 2: attribute.float = try value.float("f")
      case 3: attribute.integer = try value.integer("i")
      case 4: attribute.text = try value.text("s")
      case 5: attribute.tensor = try ONNXTensor(try value.message("t"))
      case 6, 11: attribute.hasGraph = true
      case 7: try value.append(to: &attribute.floats, "floats")
      case 8: try value.append(to: &attribute.integers, "ints")
      case 9: attribute.texts.append(try value.text("strings"))
      default: break
      }
    }
    return (name, attribute)
  }

  /// Where the node stands, for messages.
  var place: String { "node \(index) (\(domain.isEmpty ? "" : "\(domain).")\(type))" }

  /// The attribute of a name; `nil` where it is left out.
  subscript(name: String) -> Attribute? { attributes[name] }

  /// The whole number of an attribute, or what it is when left out.
  func integer(_ name: String, default other: Int64) -> Int64 { attributes[name]?.integer ?? other }

  /// The text of an attribute, or what it is when left out.
  func text(_ name: String, default other: String) -> String { attributes[name]?.text ?? other }

  /// The whole numbers of an attribute; none when it is left out.
  func integers(_ name: String) -> [Int64] { attributes[name]?.integers ?? [] }

  /// The numbers of an attribute; none when it is left out.
  func floats(_ name: String) -> [Double] { (attributes[name]?.floats ?? []).map(Double.init) }

  /// The texts of an attribute; none when it is left out.
  func texts(_ name: String) -> [String] { attributes[name]?.texts ?? [] }

  /// The error that the node is damaged.
  func malformed(_ problem: String) -> ModelError {
    ModelError(.malformed, place: place, problem: legible(problem, 400))
  }

  /// The error that Vaglio's own forms don't hold what the node does.
  func unsupported(_ problem: String) -> ModelError {
    ModelError(.unsupported, place: place, problem: legible(problem, 400))
  }
}
