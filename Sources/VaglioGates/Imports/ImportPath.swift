internal import VaglioFindings

/// Where a value stands in a document: `features[0].completeness`.
struct ImportPath: Hashable, Sendable, CustomStringConvertible {
  enum Step: Hashable, Sendable {
    case key(String)
    /// The position in a list, from 0.
    case index(Int)
  }

  let steps: [Step]

  /// The document itself.
  static let root = ImportPath(steps: [])

  func key(_ name: String) -> ImportPath { ImportPath(steps: steps + [.key(name)]) }

  func index(_ position: Int) -> ImportPath { ImportPath(steps: steps + [.index(position)]) }

  /// Keys of letters, digits, `_` and `-` stand as they are, joined by dots; others in brackets, as
  /// JSON strings. The document itself is `the document`.
  var description: String {
    guard !steps.isEmpty else { return "the document" }
    var text = ""
    for step in steps {
      switch step {
      case .index(let position): text += "[\(position)]"
      case .key(let name) where Self.isPlain(name): text += (text.isEmpty ? "" : ".") + name
      case .key(let name): text += "[\(CanonicalJSON.text(of: .string(name)))]"
      }
    }
    return text
  }

  private static func isPlain(_ name: String) -> Bool {
    !name.isEmpty
      && name.utf8.allSatisfy {
        (0x30...0x39).contains($0) || (0x41...0x5A).contains($0) || (0x61...0x7A).contains($0)
          || $0 == 0x5F || $0 == 0x2D
      }
  }

  /// `metricsSpecs` for `metrics_specs`.
  static func camelCase(_ name: String) -> String {
    let words = name.split(separator: "_")
    return (words.first.map(String.init) ?? name)
      + words.dropFirst().map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined()
  }
}
