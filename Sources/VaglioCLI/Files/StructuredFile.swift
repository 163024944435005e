internal import VaglioFindings
internal import Yams

/// A YAML or JSON file as a value.
enum StructuredFile {
  private static let longest = 1 << 20

  /// What a file holds.
  static func value(of path: String) throws(Trouble) -> JSONValue {
    let bytes = try FileContents.bytes(of: path, atMost: longest)
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw Trouble("\(path): the text is not UTF-8")
    }
    let root: Node?
    do {
      root = try Yams.compose(yaml: text)
    } catch let error as YamlError {
      throw Trouble("\(path): \(error)")
    } catch {
      throw Trouble("\(path): it can't be read as YAML")
    }
    guard let root else { throw Trouble("\(path): the file is empty") }
    return try value(root, path, depth: 0)
  }

  private static func value(
    _ node: Node, _ path: String, depth: Int
  ) throws(Trouble) -> JSONValue {
    guard depth < 32 else { throw Trouble("\(path): nested too deeply") }
    switch node {
    case .scalar: return scalar(node)
    case .sequence(let sequence):
      var elements: [JSONValue] = []
      for element in sequence { elements.append(try value(element, path, depth: depth + 1)) }
      return .array(elements)
    case .mapping(let mapping):
      var members: [String: JSONValue] = [:]
      for (key, element) in mapping {
        guard let name = key.string else { throw Trouble("\(path): a key is no text") }
        guard members.updateValue(try value(element, path, depth: depth + 1), forKey: name) == nil
        else { throw Trouble("\(path): the key \"\(name)\" stands there twice") }
      }
      return .object(members)
    default: throw Trouble("\(path): aliases are not read; write the value out")
    }
  }

  /// A quoted text is a text; others are what YAML takes them for.
  private static func scalar(_ node: Node) -> JSONValue {
    guard let scalar = node.scalar, scalar.style == .plain || scalar.style == .any else {
      return .string(node.string ?? "")
    }
    if node.null != nil { return .null }
    if let truth = node.bool { return .boolean(truth) }
    if let number = node.float, number.isFinite { return .number(number) }
    return .string(scalar.string)
  }
}
