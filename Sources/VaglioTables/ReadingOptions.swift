/// The conventions by which a text file is read.
public struct ReadingOptions: Hashable, Sendable {
  /// What to do with a text in a column that was asked for as numbers.
  public enum UnreadableNumbers: Hashable, Sendable {
    /// Refuse the file, naming the place.
    case refuse
    /// Count the value as missing.
    case countAsMissing
  }

  /// The texts that stand for a missing value unless others are given.
  ///
  /// They are compared exactly, but without the spaces around the field; quotes around a marker
  /// make no difference.
  public static let usualMissingMarkers = [
    "", "NA", "N/A", "n/a", "NaN", "nan", "NULL", "null", "None", "?",
  ]

  /// The character between fields; `nil` finds it in the header: whichever of comma, semicolon,
  /// tab and `|` is most frequent outside quotes, the first of these when tied.
  public var separator: Unicode.Scalar?
  /// The texts that stand for a missing value. JSON lines have `null` for that, and don't use them.
  public var missingMarkers: [String]
  /// What to do with a text in a number column.
  public var unreadableNumbers: UnreadableNumbers
  /// The longest field that is read, in bytes.
  public var longestField: Int
  /// The longest row that is sure to be read, in bytes; at least the mebibyte that is read at once.
  /// It bounds the memory that an endless row costs.
  public var longestRow: Int
  /// The length of the pieces that the threads parse; the result does not depend on it.
  var pieceBytes = 1 << 20

  /// The usual conventions, except for what is given. The separator is an ASCII character other
  /// than a quote or a line end.
  public init(
    separator: Unicode.Scalar? = nil,
    missingMarkers: [String] = ReadingOptions.usualMissingMarkers,
    unreadableNumbers: UnreadableNumbers = .refuse,
    longestField: Int = 1 << 20,
    longestRow: Int = 1 << 26
  ) {
    precondition(
      separator.map { $0.isASCII && !"\"\n\r".unicodeScalars.contains($0) } ?? true,
      "a separator is an ASCII character other than a quote or a line end")
    precondition(longestField > 0 && longestRow > 0, "fields and rows have at least one byte")
    self.separator = separator
    self.missingMarkers = missingMarkers
    self.unreadableNumbers = unreadableNumbers
    self.longestField = longestField
    self.longestRow = longestRow
  }
}
