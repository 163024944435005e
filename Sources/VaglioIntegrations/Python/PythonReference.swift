public import VaglioModels
internal import VaglioTables

/// A function in a file of Python: `python:FILE.py:FUNCTION`.
public struct PythonReference: Hashable, Sendable, CustomStringConvertible {
  /// The path of the file.
  public let file: String
  /// The function's name.
  public let function: String

  /// Whether a text is meant to be such a reference, be it a right one or not.
  public static func isReference(_ text: String) -> Bool { text.hasPrefix("python:") }

  /// Reads a reference.
  public init(_ text: String) throws(ModelError) {
    let rest = text.dropFirst("python:".count)
    guard Self.isReference(text), let colon = rest.lastIndex(of: ":"), colon > rest.startIndex
    else { throw Self.failure(text, "it names no function") }
    let function = rest[rest.index(after: colon)...]
    guard Self.isIdentifier(function) else {
      throw Self.failure(text, "\"\(legible(String(function)))\" is no name of a function")
    }
    (file, self.function) = (String(rest[..<colon]), String(function))
  }

  private static func isIdentifier(_ text: Substring) -> Bool {
    guard let first = text.unicodeScalars.first, first == "_" || first.properties.isXIDStart else {
      return false
    }
    return text.unicodeScalars.allSatisfy { $0.properties.isXIDContinue }
  }

  private static func failure(_ text: String, _ problem: String) -> ModelError {
    ModelError(.mismatch, file: text, problem: problem, remedy: "expected python:FILE.py:FUNCTION")
  }

  public var description: String { "python:\(file):\(function)" }
}
