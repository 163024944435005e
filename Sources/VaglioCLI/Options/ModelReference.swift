internal import VaglioEvaluation
internal import VaglioFindings

/// A model as the command line names it: the columns with its predictions, as they were written, or
/// where the model itself is.
///
/// `column:NAME` is one column, `column:CLASS=NAME` (repeated) one column of scores per class,
/// `column:LEVEL=NAME` or `quantile:LEVEL=NAME` one per quantile, `member:NAME` one per member of an
/// ensemble. A star stands for any text: `column:p_*` is every column that begins with `p_`, and
/// what the star stands for is the class or the level. Anything else is a model's file, folder or
/// address.
struct ModelReference: Hashable {
  private enum Kind: String, CaseIterable {
    case column
    case quantile
    case member
  }

  private struct Part: Hashable {
    let kind: Kind
    let text: String
  }

  /// The option that named the model, for messages.
  private let option: String
  private let parts: [Part]
  /// Where the model is; `nil` where columns hold its predictions.
  let location: String?

  /// The model that the values of an option name; `role` is the option's name.
  init(_ texts: [String], role: String) throws(Trouble) {
    option = "--\(role)"
    parts = texts.compactMap(Self.part)
    location = parts.isEmpty && texts.count == 1 ? texts[0] : nil
    guard location != nil || parts.count == texts.count else {
      let odd = texts.first { Self.part(of: $0) == nil } ?? ""
      throw Trouble(
        "--\(role) \(odd): a model's file or address stands alone; columns are named as "
          + "column:NAME")
    }
    guard location != "" else { throw Trouble("--\(role): the model's name is empty") }
  }

  /// The model of `evaluate`: score columns, or quantiles, or an ensemble's members, or the model
  /// itself.
  init(
    scores: [String], quantiles: [String] = [], members: [String] = [], model: String? = nil
  ) throws(Trouble) {
    let kinds = [scores, quantiles, members, [model].compactMap { $0 }]
    guard kinds.count(where: { !$0.isEmpty }) <= 1 else {
      throw Trouble(
        "--score, --quantile, --member and --model: predictions are of one of these kinds")
    }
    if let model {
      self = try ModelReference([model], role: "model")
      return
    }
    guard kinds.contains(where: { !$0.isEmpty }) else {
      throw Trouble(
        "no --score and no --model: name the column that holds the scores, or the model's file")
    }
    location = nil
    option = scores.isEmpty ? quantiles.isEmpty ? "--member" : "--quantile" : "--score"
    parts =
      scores.map { Part(kind: .column, text: $0) }
      + quantiles.map { Part(kind: .quantile, text: $0) }
      + members.map { Part(kind: .member, text: $0) }
  }

  private static func part(of text: String) -> Part? {
    for kind in Kind.allCases {
      let scheme = kind.rawValue + ":"
      guard text.hasPrefix(scheme), text.count > scheme.count else { continue }
      return Part(kind: kind, text: String(text.dropFirst(scheme.count)))
    }
    return nil
  }

  /// Whether a value names a file or a folder: neither columns nor an address.
  static func isFile(_ text: String) -> Bool {
    part(of: text) == nil && !text.contains("://") && !text.hasPrefix("python:")
  }

  /// The name of the model for people: its columns, by a star where they were named so.
  func title(_ columns: ModelColumns) -> String {
    guard let only = parts.first, parts.count == 1, columns.names.count > 1 else {
      return columns.title
    }
    return only.text
  }

  /// The model as it was written, for the record; of a file its name alone.
  var text: String {
    if let location { return OpenedModel.title(of: location) }
    let isOnly = option.hasSuffix("score")
    return parts.map { (isOnly && $0.kind == .column ? "" : $0.kind.rawValue + ":") + $0.text }
      .joined(separator: " ")
  }
}

extension ModelReference {
  /// The columns that are meant, of those in the `header`, which is looked at only when something
  /// hangs on it; empty where it could not be read.
  func columns(
    in header: () -> Set<String>, task: PredictionTask?
  ) throws(Trouble) -> ModelColumns {
    let needsHeader = parts.contains { $0.text.contains { "=*".contains($0) } }
    let known = needsHeader ? header() : []
    if let only = parts.first, parts.count == 1, only.kind == .column,
      known.contains(only.text) || !only.text.contains(where: { "=*".contains($0) })
    {
      return .single(only.text)
    }
    guard Set(parts.map(\.kind)).count == 1, let kind = parts.first?.kind else {
      throw Trouble("\(option): a model's columns are of one kind: column, quantile or member")
    }
    let keyed = try keyed(kind, known)
    switch kind {
    case .member: return .members(keyed.map(\.column))
    case .quantile: return try quantiles(keyed)
    case .column:
      let isQuantiles = task == .regression || task == nil && keyed.allSatisfy { $0.isLevel }
      return isQuantiles ? try quantiles(keyed) : .classes(keyed)
    }
  }

  private func keyed(_ kind: Kind, _ known: Set<String>) throws(Trouble) -> [KeyedColumn] {
    var keyed: [KeyedColumn] = []
    for part in parts { keyed += try columns(of: part, known) }
    var keys: Set<String> = []
    for column in keyed where !keys.insert(column.key).inserted {
      throw Trouble("\(option): \(column.key) is given twice")
    }
    guard keyed.count > 1 else {
      throw Trouble(
        "\(option) \(parts[0].text): one column only; repeat the option for the others")
    }
    return keyed
  }

  private func columns(of part: Part, _ known: Set<String>) throws(Trouble) -> [KeyedColumn] {
    let text = part.text
    if part.kind == .member, known.contains(text) || !text.contains("*") {
      return [KeyedColumn(key: text, column: text)]
    }
    if part.kind == .member || !text.contains("=") { return try matches(of: text, known) }
    let splits = text.indices.filter { text[$0] == "=" }.map { place in
      KeyedColumn(
        key: String(text[..<place]), column: String(text[text.index(after: place)...]))
    }
    guard let split = splits.first(where: { known.contains($0.column) }) ?? splits.first,
      !split.key.isEmpty, !split.column.isEmpty
    else { throw Trouble("\(option) \(text): write it as CLASS=COLUMN") }
    return [split]
  }

  /// The columns that a name with a star stands for, in the order of what the star stands for.
  private func matches(of text: String, _ known: Set<String>) throws(Trouble) -> [KeyedColumn] {
    let pieces = text.split(separator: "*", omittingEmptySubsequences: false)
    guard pieces.count == 2 else {
      throw Trouble(
        "\(option) \(text): name each class with its column, as CLASS=COLUMN, or all by one star, "
          + "as p_*")
    }
    let (start, end) = (pieces[0], pieces[1])
    let matches = known.filter {
      $0.count > start.count + end.count && $0.hasPrefix(start) && $0.hasSuffix(end)
    }.map {
      KeyedColumn(key: String($0.dropFirst(start.count).dropLast(end.count)), column: $0)
    }
    guard !matches.isEmpty else { throw Trouble("\(option) \(text): no column is named so") }
    return matches.sorted { ClassOrder.precedes($0.key, $1.key) }
  }

  private func quantiles(_ keyed: [KeyedColumn]) throws(Trouble) -> ModelColumns {
    var levels: [Double: String] = [:]
    for column in keyed {
      guard column.isLevel, let level = Double(column.key) else {
        throw Trouble(
          "\(option) \(column.key)=\(column.column): a quantile's level is a number above 0 and "
            + "below 1")
      }
      guard levels.updateValue(column.column, forKey: level) == nil else {
        throw Trouble("\(option): the level \(column.key) is given twice")
      }
    }
    return .quantiles(
      levels.sorted { $0.key < $1.key }.map { QuantileColumn(level: $0.key, column: $0.value) })
  }
}

/// A column with what it is the score of.
struct KeyedColumn: Hashable {
  let key: String
  let column: String

  /// Whether the key is a quantile's level: a number above 0 and below 1.
  fileprivate var isLevel: Bool { Double(key).map { $0 > 0 && $0 < 1 } ?? false }
}

/// A column with predictions of a quantile.
struct QuantileColumn: Hashable {
  let level: Double
  let column: String
}

/// The columns that hold one model's predictions.
enum ModelColumns: Hashable {
  /// One column: scores, predicted numbers, or predicted classes.
  case single(String)
  /// One column of scores per class.
  case classes([KeyedColumn])
  /// One column per quantile, levels ascending.
  case quantiles([QuantileColumn])
  /// One column per member of an ensemble.
  case members([String])

  /// The columns' names.
  var names: [String] {
    switch self {
    case .single(let column): [column]
    case .classes(let columns): columns.map(\.column)
    case .quantiles(let columns): columns.map(\.column)
    case .members(let columns): columns
    }
  }

  /// The classes that have a column.
  var classes: [String] {
    guard case .classes(let columns) = self else { return [] }
    return columns.map(\.key)
  }

  /// The task that predictions of this kind belong to; `nil` for a single column.
  var task: PredictionTask? {
    switch self {
    case .single: nil
    case .classes: .multiclass
    case .quantiles, .members: .regression
    }
  }

  /// The name of the model for people, where the reference doesn't give one.
  fileprivate var title: String {
    let shown = names.prefix(2).joined(separator: ", ")
    return names.count > 2 ? "\(shown) and \(names.count - 2) more" : shown
  }
}
