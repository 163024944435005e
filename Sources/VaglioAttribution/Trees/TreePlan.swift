/// How each piece of a forest is shared out: by a table, or by walking.
struct TreePlan: Sendable {
  /// Trees whose tables are made and used together.
  struct Group: Sendable {
    let trees: Range<Int>
    /// Where the tables of each tree are among ``TreePlan/tables``.
    let tables: Range<Int>
    /// The values of all tables.
    let valueCount: Int
  }

  let columns: AttributionColumns
  let rules: SemivalueRules
  let gains: MeetingGains
  /// The tables of all trees, in the order of the trees, and where each begins in its group.
  let tables: [PieceTable]
  let offsets: [Int]
  let groups: [Group]
  /// One per tree.
  let programs: [TableProgram]
  /// One per tree, where some pieces are walked.
  let walks: [QuadratureTree?]
  let patterns: [BackgroundPatterns?]

  /// The tables that are in the cache at a time: 4 MiB.
  private static let groupValues = 1 << 19

  /// The plan for a forest; with a `background` its patterns are taken.
  init(
    _ forest: PlayerForest, _ semivalue: Semivalue, hasPairs: Bool, expecting rowCount: Int,
    background: TreeBackground?
  ) {
    let columns = AttributionColumns(
      playerCount: forest.players.count, outputCount: forest.outputCount, hasPairs: hasPairs)
    let costs = TreeCosts(
      rowCount: rowCount, hasPairs: hasPairs, backgroundCount: background?.rows.rowCount)
    var draft = TreePlanDraft()
    for (index, tree) in forest.trees.enumerated() {
      let chosen = forest.pieces[index].map { costs.prefersTable($0, width: tree.width) }
      let pieces = zip(forest.pieces[index], chosen)
      draft.append(
        pieces.filter(\.1).map { PieceTable($0.0, tree: index, of: tree, columns) }, tree: tree,
        groupValues: Self.groupValues)
      let others = pieces.filter { !$0.1 }.map(\.0)
      draft.walks.append(
        background == nil ? QuadratureTree(tree, others, semivalue) : nil)
      draft.patterns.append(
        others.isEmpty ? nil : background?.patterns(PatternTree(tree, others)))
    }
    draft.closeGroup()
    (tables, offsets, groups) = (draft.tables, draft.offsets, draft.groups)
    (programs, walks, patterns) = (draft.programs, draft.walks, draft.patterns)
    self.columns = columns
    let most = tables.map(\.piece.players.count).max() ?? 1
    rules = SemivalueRules(semivalue, most: most)
    gains = MeetingGains(semivalue)
  }
}

/// A ``TreePlan`` while trees are added.
struct TreePlanDraft {
  var tables: [PieceTable] = []
  var offsets: [Int] = []
  var groups: [TreePlan.Group] = []
  var programs: [TableProgram] = []
  var walks: [QuadratureTree?] = []
  var patterns: [BackgroundPatterns?] = []
  private var firstTree = 0
  private var firstTable = 0
  private var valueCount = 0

  /// Adds the tables of a tree to the open group, or to a new one where that is full.
  mutating func append(_ new: [PieceTable], tree: PlayerTree, groupValues: Int) {
    let size = new.reduce(0) { $0 + $1.valueCount }
    if valueCount > 0, valueCount + size > groupValues { closeGroup() }
    programs.append(
      TableProgram(
        tree, zip(new, tables.count...).map { (piece: $0.0.piece, table: $0.1) }))
    for table in new {
      offsets.append(valueCount)
      tables.append(table)
      valueCount += table.valueCount
    }
  }

  /// Closes the open group.
  mutating func closeGroup() {
    guard programs.count > firstTree else { return }
    groups.append(
      TreePlan.Group(
        trees: firstTree..<programs.count, tables: firstTable..<tables.count,
        valueCount: valueCount))
    (firstTree, firstTable, valueCount) = (programs.count, tables.count, 0)
  }
}
