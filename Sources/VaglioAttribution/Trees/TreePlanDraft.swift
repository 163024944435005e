/// A ``TreePlan`` while trees are added.
struct TreePlanDraft {
  var tables: [PieceTable] = []
  var offsets: [Int] = []
  var parts: [TreePlan.Part] = []
  var groups: [TreePlan.Group] = []
  private var firstPart = 0
  private var valueCount = 0

  /// The tables that are in the second cache at a time: 512 KiB.
  private static let groupValues = 1 << 16
  /// The tables of one tree that are in memory at a time, if there are several: 16 MiB.
  private static let partValues = 1 << 21

  /// Adds the tables of a tree: in one part, or in several where they are large.
  mutating func append(_ new: [PieceTable], of tree: PlayerTree, number: Int) {
    var part: [PieceTable] = []
    var size = 0
    for table in new {
      if size > 0, size + table.valueCount > Self.partValues {
        append(part: part, size: size, of: tree, number)
        (part, size) = ([], 0)
      }
      part.append(table)
      size += table.valueCount
    }
    if !part.isEmpty { append(part: part, size: size, of: tree, number) }
  }

  private mutating func append(
    part: [PieceTable], size: Int, of tree: PlayerTree, _ number: Int
  ) {
    if valueCount > 0, valueCount + size > Self.groupValues { closeGroup() }
    let range = tables.count..<tables.count + part.count
    parts.append(
      TreePlan.Part(
        tree: number, tables: range,
        program: TableProgram(tree, zip(part, range).map { (piece: $0.0.piece, table: $0.1) })))
    for table in part {
      offsets.append(valueCount)
      tables.append(table)
      valueCount += table.valueCount
    }
  }

  /// Closes the open group.
  mutating func closeGroup() {
    guard parts.count > firstPart else { return }
    groups.append(TreePlan.Group(parts: firstPart..<parts.count, valueCount: valueCount))
    (firstPart, valueCount) = (parts.count, 0)
  }
}
