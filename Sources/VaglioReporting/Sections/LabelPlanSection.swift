internal import VaglioFindings

/// What were the labels of a plan worth?
struct LabelPlanSection: Section {
  let identifier = "label-plan"

  func title(for dossier: Dossier) -> String { "What were the labels worth?" }

  func blocks(for dossier: Dossier) -> [Block] {
    guard let exhibit = dossier.exhibit("label_plan", .model),
      let metrics = exhibit.words("metric"), !metrics.isEmpty
    else { return [] }
    let columns = [
      exhibit.numbers("labels"), exhibit.numbers("effective_count"),
      exhibit.numbers("design_effect"),
    ].map { $0 ?? [] }
    return [
      .prose(
        .paragraph(
          .text(
            "Rows were drawn with unequal chances, and count by one over them, so that the metrics are those "
              + "of all rows. A plan serves the loss that it was drawn for; for others its labels may be worth "
              + "less than as many drawn alike."))),
      .table(
        DataTable(
          caption: "Labels, and how many of a simple random sample they are worth",
          columns: [
            .words("Metric"), .numbers("Labels"), .numbers("Worth"), .numbers("Design effect"),
          ],
          rows: metrics.indices.map { row in
            func number(_ column: Int, _ format: (Double) -> String) -> DataTable.Cell {
              .init(
                (row < columns[column].count ? columns[column][row] : nil).map(format)
                  ?? NumberFormat.missing)
            }
            return [
              .init(dossier.contract(of: metrics[row]).shortTitle),
              number(0) { NumberFormat.count(Int($0)) },
              number(1) { NumberFormat.count(Int($0.rounded())) }, number(2, NumberFormat.bare),
            ]
          })),
    ]
  }
}
