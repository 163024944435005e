internal import VaglioTables

/// The texts of a column in the spelling that a model's categories have.
///
/// Files write numbers and truth values in several ways: a model that was fitted to `1` and `true`
/// means `1.0` and `True` by them. A text that is a category itself is left as it is, and so is one
/// that no spelling makes a category.
struct LevelSpelling {
  private let levels: Set<String>
  private let hashes: Set<TextHash>

  /// The spelling of a feature of categories or texts.
  init(_ feature: Feature) {
    if case .category(let levels) = feature.kind {
      self.levels = Set(levels)
    } else {
      levels = []
    }
    hashes = Set(feature.hashes ?? [])
  }

  /// A column's texts, in this spelling.
  func texts(of column: Column) -> Categories {
    let texts = column.categorized
    let spelled = texts.levels.map(spelled)
    return spelled == texts.levels ? texts : Categories(codes: texts.codes, levels: spelled)
  }

  private func spelled(_ text: String) -> String {
    isKnown(text) ? text : otherSpellings(of: text).first(where: isKnown) ?? text
  }

  private func isKnown(_ text: String) -> Bool {
    levels.contains(text) || !hashes.isEmpty && hashes.contains(TextHash(of: text))
  }

  /// Numbers only of categories that are known by name: a hash is of one text alone.
  private func otherSpellings(of text: String) -> [String] {
    switch text {
    case "true", "True", "TRUE": ["true", "True", "1"]
    case "false", "False", "FALSE": ["false", "False", "0"]
    default: hashes.isEmpty ? decimal(text).map { [Column.text(of: $0)] } ?? [] : []
    }
  }

  private func decimal(_ text: String) -> Double? {
    text.utf8.allSatisfy("0123456789+-.eE".utf8.contains) ? Double(text) : nil
  }
}
