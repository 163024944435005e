/// How each piece of a forest is shared out: by a table, or by walking.
struct TreePlan: Sendable {
  /// Tables of one tree, with the program that finds their indices.
  struct Part: Sendable {
    let tree: Int
    let tables: Range<Int>
    let program: TableProgram
  }

  /// Parts whose tables are made and used together.
  struct Group: Sendable {
    let parts: Range<Int>
    /// The values of all tables.
    let valueCount: Int
  }

  let columns: AttributionColumns
  let rules: SemivalueRules
  let gains: MeetingGains
  /// The tables of all trees, in the order of the trees, and where each begins in its group.
  let tables: [PieceTable]
  let offsets: [Int]
  let parts: [Part]
  let groups: [Group]
  /// What is walked, in the order of the trees.
  let walks: [WalkBatch]

  /// The plan for a forest, against so many rows of a background or none.
  init(
    _ forest: PlayerForest, _ semivalue: Semivalue, hasPairs: Bool, expecting rowCount: Int,
    backgroundCount: Int?
  ) {
    let columns = AttributionColumns(
      playerCount: forest.players.count, outputCount: forest.outputCount, hasPairs: hasPairs)
    let costs = TreeCosts(
      rowCount: rowCount, hasPairs: hasPairs, backgroundCount: backgroundCount)
    var draft = TreePlanDraft()
    var batches = WalkBatch.Draft(semivalue: semivalue, backgroundCount: backgroundCount)
    for (index, tree) in forest.trees.enumerated() {
      let pieces = forest.pieces[index]
      let chosen = pieces.map { costs.prefersTable($0, width: tree.width) }
      draft.append(
        zip(pieces, chosen).filter(\.1).map { PieceTable($0.0, of: tree, columns) }, of: tree,
        number: index)
      batches.append(zip(pieces, chosen).filter { !$0.1 }.map(\.0), tree: index)
    }
    draft.closeGroup()
    (tables, offsets) = (draft.tables, draft.offsets)
    (parts, groups) = (draft.parts, draft.groups)
    walks = batches.all()
    self.columns = columns
    rules = SemivalueRules(semivalue, most: tables.map(\.piece.players.count).max() ?? 1)
    gains = MeetingGains(semivalue)
  }
}
