/// A face of the record: the same dossier gives the same bytes, always.
public protocol Renderer: Sendable {
  /// The word that `--format` uses.
  static var name: String { get }
  /// The file that it writes beside the record.
  static var fileName: String { get }
  /// What it is for, in a phrase.
  static var summary: String { get }
  /// The dossier's bytes in this format, UTF-8 where it is text.
  func render(_ dossier: Dossier) -> [UInt8]
}

/// Every format that a dossier can be rendered to, by name.
public enum RendererCatalogue {
  /// The renderers, alphabetically.
  public static let all: [any Renderer] = [
    HTMLReport(),
    JSONReport(),
    JUnitReport(),
    MarkdownReport(),
    TextReport(),
  ]

  /// The names that `--format` knows.
  public static var names: [String] { all.map { type(of: $0).name } }

  /// The renderer of a name, if there is one.
  public static func renderer(named name: String) -> (any Renderer)? {
    all.first { type(of: $0).name == name }
  }
}
