internal import VaglioTables
internal import Yams

/// What an `MLmodel` file says: the flavours in which the model is there, and its columns.
struct MLflowDescription {
  /// A column that the model takes, with MLflow's name of its type.
  struct Column: Hashable {
    let name: String
    let type: String
  }

  /// The flavours that may be read, in the order in which they are tried.
  let flavors: [MLflowFlavor]
  /// The columns of the signature; `nil` where there is none, or it has no names.
  let columns: [Column]?
  /// The error where no flavour is one that may be read.
  let unread: ModelError

  /// Reads the file. Anchors are refused, so that a short text can't unfold into a huge one, and so
  /// is what is nested deeper than any `MLmodel`.
  init(_ bytes: [UInt8]) throws(ModelError) {
    guard let text = String(validating: bytes, as: UTF8.self), !text.contains("\0") else {
      throw ModelError(.malformed, problem: "the file is not text in UTF-8")
    }
    try Self.refuseUnfolding(text)
    guard let root = try Self.root(of: text)?.mapping, let flavors = root["flavors"]?.mapping else {
      throw ModelError(
        .malformed, place: "flavors", problem: "the file does not say how the model was saved")
    }
    self.flavors = MLflowFlavor.Kind.allCases.compactMap { kind in
      flavors[Node(kind.rawValue)]?.mapping.map { MLflowFlavor(kind, $0) }
    }
    unread = Self.unread(flavors)
    columns = try Self.columns(root["signature"]?.mapping?["inputs"]?.string)
  }

  private static func root(of text: String) throws(ModelError) -> Node? {
    do {
      return try compose(yaml: text)
    } catch {
      throw ModelError(.malformed, problem: "the file is no YAML")
    }
  }

  private static func refuseUnfolding(_ text: String) throws(ModelError) {
    var depth = 0
    var dashes = 0
    for line in text.utf8.split(separator: UInt8(ascii: "\n")) {
      dashes = 0
      var last = UInt8(ascii: " ")
      for byte in line {
        switch byte {
        case UInt8(ascii: "["), UInt8(ascii: "{"): depth += 1
        case UInt8(ascii: "]"), UInt8(ascii: "}"): depth -= 1
        case UInt8(ascii: "-"), UInt8(ascii: "?"): if last == UInt8(ascii: " ") { dashes += 1 }
        case UInt8(ascii: "&"), UInt8(ascii: "*"):
          if [" ", "-", ",", "[", "{", ":"].map({ UInt8(ascii: $0) }).contains(last) {
            throw ModelError(.unsupported, problem: "anchors and aliases of YAML are not read")
          }
        default: break
        }
        last = byte
        guard depth < 64, dashes < 64 else {
          throw ModelError(.malformed, problem: "nested deeper than 64 levels")
        }
      }
      guard line.prefix(while: { $0 == UInt8(ascii: " ") }).count < 256 else {
        throw ModelError(.malformed, problem: "nested deeper than 64 levels")
      }
    }
  }

  private static func unread(_ flavors: Node.Mapping) -> ModelError {
    let loader = flavors["python_function"]?.mapping?["loader_module"]?.string
    let names = flavors.keys.compactMap(\.string).filter { $0 != "python_function" }.sorted()
    let what =
      names.isEmpty
      ? "it is a Python function alone" + (loader.map { ", loaded by \(legible($0))" } ?? "")
      : "its flavours are \(legible(names.joined(separator: ", ")))"
    return ModelError(
      .unsupported, place: "flavors", problem: "no flavour of the model is read: \(what)",
      remedy: "serve it (mlflow models serve) and give the server's URL")
  }

  /// The signature is JSON in a text; tensors have no columns.
  private static func columns(_ text: String?) throws(ModelError) -> [Column]? {
    guard let text else { return nil }
    let root: DocumentPlace
    do throws(ModelError) {
      root = DocumentPlace(root: try JSONDocument.document(Array(text.utf8)))
    } catch {
      throw ModelError(
        .malformed, place: "signature.inputs", problem: "no JSON: \(error.problem)")
    }
    var columns: [Column] = []
    for place in try root.elements() {
      guard place["name"].exists, case .string(let type) = place["type"].value, type != "tensor"
      else { return nil }
      columns.append(Column(name: try place["name"].string(), type: type))
    }
    return columns.isEmpty ? nil : columns
  }
}
