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
  /// One per tree, where some pieces are walked.
  let walks: [QuadratureTree?]
  let patterns: [BackgroundPatterns?]

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
      let others = pieces.filter { !$0.1 }.map(\.0)
      draft.append(
        pieces.filter(\.1).map { PieceTable($0.0, of: tree, columns) }, of: tree, number: index)
      draft.walks.append(background == nil ? QuadratureTree(tree, others, semivalue) : nil)
      draft.patterns.append(
        others.isEmpty ? nil : background?.patterns(PatternTree(tree, others)))
    }
    draft.closeGroup()
    (tables, offsets) = (draft.tables, draft.offsets)
    (parts, groups) = (draft.parts, draft.groups)
    (walks, patterns) = (draft.walks, draft.patterns)
    self.columns = columns
    rules = SemivalueRules(semivalue, most: tables.map(\.piece.players.count).max() ?? 1)
    gains = MeetingGains(semivalue)
  }
}
