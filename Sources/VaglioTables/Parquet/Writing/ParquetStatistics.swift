/// The least and the greatest value of a column in one row group, and the number of nulls.
struct ParquetStatistics {
  /// The number of nulls.
  var nulls = 0
  /// The bounds as the format writes plain values of the type, without a text's length; `nil`
  /// where there is no value, or where a text is too long to be repeated.
  private(set) var bounds: (least: [UInt8], greatest: [UInt8])?
  private static let longestText = 256

  /// Takes the least and the greatest of some integers.
  mutating func set(_ least: some FixedWidthInteger, _ greatest: some FixedWidthInteger) {
    bounds = ([], [])
    bounds?.least.append(littleEndian: least)
    bounds?.greatest.append(littleEndian: greatest)
  }

  /// Takes the least and the greatest of some numbers. A least zero is written as −0, a greatest
  /// one as 0, as the format asks for since readers may not tell them apart.
  mutating func set(_ least: Double, _ greatest: Double) {
    set((least == 0 ? -0.0 : least).bitPattern, (greatest == 0 ? 0.0 : greatest).bitPattern)
  }

  /// Takes the least and the greatest of some texts, in the order of their bytes.
  mutating func set(_ texts: some Sequence<String>) {
    var (least, greatest): (String?, String?)
    for text in texts {
      if least.map({ Self.precedes(text, $0) }) ?? true { least = text }
      if greatest.map({ Self.precedes($0, text) }) ?? true { greatest = text }
    }
    guard let least, let greatest, least.utf8.count <= Self.longestText,
      greatest.utf8.count <= Self.longestText
    else { return }
    bounds = (Array(least.utf8), Array(greatest.utf8))
  }

  private static func precedes(_ left: String, _ right: String) -> Bool {
    left.utf8.lexicographicallyPrecedes(right.utf8)
  }

  /// The structure `Statistics`.
  func write(to writer: inout ThriftWriter) {
    writer.field(3, Int64(nulls))
    guard let bounds else { return }
    writer.field(5, binary: bounds.greatest)
    writer.field(6, binary: bounds.least)
    writer.field(7, true)
    writer.field(8, true)
  }
}
