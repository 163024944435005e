internal import VaglioModels

extension AnswerMatrix {
  /// A tensor whose first extent is the rows: its elements in row-major order, flat or nested.
  init(
    tensor place: DocumentPlace, shape: [Int], expecting rowCount: Int
  ) throws(ModelError) {
    var cells = AnswerCells()
    try cells.add(place)
    try Self.check(shape.first ?? 0, rowCount)
    var size = 1
    for extent in shape {
      let (product, isTooLarge) = size.multipliedReportingOverflow(by: extent)
      guard extent > 0, !isTooLarge else { throw Self.misshapen(shape, cells.count) }
      size = product
    }
    guard size == cells.count else { throw Self.misshapen(shape, cells.count) }
    self.init(rowCount: rowCount, width: size / rowCount, cells: cells.cells)
    isDeclaredWhole = cells.hasBooleans
  }

  private static func misshapen(_ shape: [Int], _ count: Int) -> ModelError {
    let shape = shape.prefix(8).map { "\($0)" }.joined(separator: ", ")
    return ModelError(
      .service, problem: "a tensor of shape [\(shape)] was answered with \(count) elements")
  }
}
