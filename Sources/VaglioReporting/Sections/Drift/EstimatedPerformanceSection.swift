internal import VaglioFindings

/// How good is the model likely to be now?
struct EstimatedPerformanceSection: Section {
  let identifier = "estimated-performance"

  func title(for dossier: Dossier) -> String { "How good is the model likely to be now?" }

  func blocks(for dossier: Dossier) -> [Block] {
    guard let table = Self.table(for: dossier) else { return [] }
    return [
      .prose(
        .paragraph(
          .text(
            "Current rows have no labels. Measured is what the reference's labels say; estimated, what "
              + "the recalibrated predictions promise for current rows. That follows a change in which "
              + "rows come, and can't see a change in how labels hang on them: labels alone tell that."
          ))
      ), .table(table),
    ] + Self.shift(for: dossier)
  }

  /// The shares of classes, if nothing but them changed.
  private static func shift(for dossier: Dossier) -> [Block] {
    guard let exhibit = dossier.exhibit("label_shift", .difference),
      let classes = exhibit.words("class"), !classes.isEmpty
    else { return [] }
    let columns = [("bbse", "Now, by confusions"), ("em", "Now, by likelihood")]
      .filter { exhibit.numbers($0.0) != nil }
    let shares = exhibit.numbers("reference") ?? []
    let test = exhibit.scalars["p_value"].map {
      " If no share had changed: \(NumberFormat.pValue($0))."
    }
    return [
      .prose(
        .paragraph(
          .text(
            "If rows of each class still look as in the reference, and only the classes come more or less "
              + "often, these are their shares now." + (test ?? "")))),
      .table(
        DataTable(
          caption:
            "Shares of classes without labels, with \(NumberFormat.level(dossier.level)) intervals",
          columns: [.words("Class"), .numbers("Reference")] + columns.map { .numbers($0.1) },
          rows: classes.indices.map { row in
            [
              .init(SafeText.shortened(classes[row])),
              .init(
                (row < shares.count ? shares[row] : nil).map(NumberFormat.percent)
                  ?? NumberFormat.missing),
            ]
              + columns.map { column in
                .init(
                  exhibit.estimate(column.0, row: row).map(NumberFormat.estimate)
                    ?? NumberFormat.missing)
              }
          })),
    ]
  }

  /// The metrics as measured and as estimated; `nil` where nothing was estimated.
  static func table(for dossier: Dossier) -> DataTable? {
    guard let exhibit = dossier.exhibit("estimated_performance", .difference),
      let metrics = exhibit.words("metric"), !metrics.isEmpty
    else { return nil }
    let columns = [
      ("reference", "Reference, measured"), ("estimated", "Now, estimated"),
      ("weighted", "Now, reference weighted"),
      ("label_shift", "Now, if only classes shifted"),
    ].filter { exhibit.numbers($0.0) != nil }
    return DataTable(
      caption: "Performance without labels, with \(NumberFormat.level(dossier.level)) intervals",
      columns: [.words("Metric")] + columns.map { .numbers($0.1) },
      rows: metrics.indices.map { row in
        [.init(dossier.contract(of: metrics[row]).arrowedTitle)]
          + columns.map {
            .init(
              exhibit.estimate($0.0, row: row).map(NumberFormat.estimate) ?? NumberFormat.missing)
          }
      })
  }
}
