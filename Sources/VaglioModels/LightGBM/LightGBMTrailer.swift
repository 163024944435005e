internal import VaglioTables

/// What stands behind the trees of a text file of LightGBM, each part of which may be missing: the
/// features that were declared categories, and the categories of pandas.
struct LightGBMTrailer {
  /// The indices of the features that were declared categories; `nil` where the file doesn't tell.
  private(set) var declared: Set<Int>?
  /// The levels of each column of pandas' type `category`, in the order of the columns; `nil` where
  /// the model was not fitted to such a frame.
  private(set) var levels: [[String]]?

  /// Reads the rest of the lines.
  init(_ lines: inout LightGBMLines) throws(ModelError) {
    while let range = lines.next() {
      guard let first = range.first,
        lines.bytes[first] == UInt8(ascii: "[")
          || lines.bytes[first] == UInt8(ascii: "p")
      else { continue }
      let line = lines.text(range)
      if let list = Self.value(line, after: "[categorical_feature: ") {
        declared = Self.indices(list.dropLast())
      } else if let json = Self.value(line, after: "pandas_categorical:") {
        levels = try Self.levels(json, lines)
      }
    }
  }

  private static func value(_ line: String, after key: String) -> Substring? {
    line.hasPrefix(key) ? line.dropFirst(key.count) : nil
  }

  /// Lists by names (`name:a,b`) occur only without pandas, and tell nothing more than the trees.
  private static func indices(_ list: Substring) -> Set<Int>? {
    let indices = list.split(separator: ",").map { Int($0) }
    return indices.contains(nil) ? nil : Set(indices.compactMap(\.self))
  }

  private static func levels(
    _ json: Substring, _ lines: LightGBMLines
  ) throws(ModelError) -> [[String]]? {
    do throws(ModelError) {
      let place = DocumentPlace(root: try JSONDocument.document(Array(json.utf8)))
      guard place.exists else { return nil }
      var levels: [[String]] = []
      for column in try place.elements() { levels.append(try self.levels(column)) }
      return levels
    } catch {
      let place = [error.place].compactMap(\.self).filter { !$0.isEmpty }.map { ", \($0)" }
      throw ModelError(
        error.kind, place: "line \(lines.number), pandas_categorical\(place.joined())",
        problem: error.problem, remedy: error.remedy)
    }
  }

  /// The levels of one column as the texts that a table has for them.
  private static func levels(_ column: DocumentPlace) throws(ModelError) -> [String] {
    var levels: [String] = []
    var known: Set<String> = []
    for element in try column.elements() {
      let level: String
      switch element.value {
      case .string(let text): level = text
      case .number(let number): level = Column.text(of: number)
      case .boolean(let truth): level = truth ? "true" : "false"
      default: throw element.failure(expected: "a text, a number or a truth value")
      }
      guard known.insert(level).inserted else {
        throw element.unsupported("two categories are written \"\(legible(level))\"")
      }
      levels.append(level)
    }
    return levels
  }
}
