/// How many entries a column takes of each list in a batch's metadata
/// (https://arrow.apache.org/docs/format/Columnar.html#buffer-listing-for-each-layout).
struct ArrowLayout: Hashable, Sendable {
  /// Pairs of length and count of nulls.
  var nodes = 0
  /// Buffers, without those of a view's texts.
  var buffers = 0
  /// Counts of the buffers of a view's texts.
  var views = 0

  static func += (left: inout ArrowLayout, right: ArrowLayout) {
    left.nodes += right.nodes
    left.buffers += right.buffers
    left.views += right.views
  }
}

extension ArrowLayout {
  /// The deepest nesting of columns in columns.
  private static let deepest = 64

  /// What a table `Field` and its children take; `budget` is the number of fields that may still
  /// be met.
  init(
    field: FlatTable, version: Int16, depth: Int = 0, budget: inout Int
  ) throws(ArrowFault) {
    budget -= 1
    guard budget >= 0, depth < Self.deepest else {
      throw .damaged("the columns are nested too deeply")
    }
    nodes = 1
    if try field.table(4) != nil {
      buffers = 2
      return
    }
    try count(type: try field.integer(2, default: UInt8(0)), of: field, version: version)
    for child in try field.tables(5) {
      self += try ArrowLayout(field: child, version: version, depth: depth + 1, budget: &budget)
    }
  }

  private mutating func count(
    type: UInt8, of field: FlatTable, version: Int16
  ) throws(ArrowFault) {
    switch type {
    case 1, 22: buffers = 0
    case 13, 16: buffers = 1
    case 2, 3, 6...12, 15, 17, 18, 21: buffers = 2
    case 4, 5, 19, 20, 25, 26: buffers = 3
    case 14:
      let isDense = try field.table(3)?.integer(0, default: Int16(0)) == 1
      buffers = (isDense ? 2 : 1) + (version < 4 ? 1 : 0)
    case 23, 24: (buffers, views) = (2, 1)
    default:
      throw .unsupported(
        "a column has Arrow's type number \(type)", remedy: "leave it out of the file")
    }
  }
}
