internal import VaglioFindings

/// Why a table could not be read: the place, the value, what was expected, and how to mend it.
public struct TableError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The cause, for those who act on it.
  public enum Kind: String, Hashable, Sendable, CaseIterable {
    case missingFile, directory, unreadable, unwritable, unknownFormat, mixedFormats
    case empty, noHeader, noRows, binary, notUTF8, corruptCompression
    /// A file of a known format contradicts it, or has something in it that is not read.
    case corruptFile, unsupported
    case missingColumn, duplicateColumn, differentHeaders, tooManyColumns
    case raggedRow, unclosedQuote, strayQuote, fieldTooLong, rowTooLong, malformedJSON
    case badValue, missingKey, duplicateKey
  }

  /// The cause.
  public let kind: Kind
  /// The name of the file, as it was given.
  public let file: String
  /// The number of the row among the file's rows, from 1; a header is not a row.
  public let row: Int?
  /// The number of the line where the trouble begins, from 1.
  public let line: Int?
  /// The name of the column.
  public let column: String?
  /// The offending value, shortened to 80 characters, control characters escaped.
  public let value: String?
  /// What is wrong, in words.
  public let problem: String
  /// How to mend it.
  public let remedy: String?

  /// An error at a place.
  public init(
    _ kind: Kind, file: String, row: Int? = nil, line: Int? = nil, column: String? = nil,
    value: String? = nil, problem: String, remedy: String? = nil
  ) {
    self.kind = kind
    self.file = file
    self.row = row
    self.line = line
    self.column = column
    self.value = value.map(legible)
    self.problem = problem
    self.remedy = remedy
  }

  /// The message for people: place, value, problem, remedy.
  ///
  /// `credit.csv, row 118, column "score": "abc" is not a number (pass --missing drop to leave
  /// such rows out)`. A row stands there where its values are at fault, a line where the text is.
  public var description: String {
    var place = legible(file)
    if let row {
      place += ", row \(row)"
    } else if let line {
      place += ", line \(line)"
    }
    if let column { place += ", column \"\(legible(column))\"" }
    let value = value.map { "\"\($0)\" " } ?? ""
    return "\(place): \(value)\(problem)" + (remedy.map { " (\($0))" } ?? "")
  }

  /// The error that no column has a name, with the nearest of those that exist.
  public static func missingColumn(
    _ name: String, among known: [String], file: String
  ) -> TableError {
    let remedy =
      if let nearest = NearestWord(to: name, among: known) {
        "did you mean \"\(legible(nearest.word))\"?"
      } else {
        "the columns are \(legible(known.prefix(12).map(legible).joined(separator: ", "), 160))"
      }
    return TableError(
      .missingColumn, file: file, column: name, problem: "there is no such column", remedy: remedy)
  }
}

extension TableError {
  /// Refuses a file whose columns are not those of the first, in whatever order.
  static func refuseDifference(
    _ first: [String], _ firstName: String, _ names: [String], _ name: String
  ) throws(TableError) {
    guard first != names, Set(first) != Set(names) else { return }
    let difference =
      first.first { !names.contains($0) }.map { "\"\(legible($0))\" is missing" }
      ?? names.first { !first.contains($0) }.map { "\"\(legible($0))\" is new" }
    throw TableError(
      .differentHeaders, file: name,
      problem: "the columns are not those of \(firstName): \(difference ?? "")",
      remedy: "files that are read together have the same columns")
  }
}

/// A text as a message can show it: at most `longest` characters, control characters and other
/// invisible ones escaped.
package func legible(_ text: String, _ longest: Int) -> String { text.legible(atMost: longest) }

/// A text as a message can show it: at most 80 characters.
package func legible(_ text: String) -> String { legible(text, 80) }
