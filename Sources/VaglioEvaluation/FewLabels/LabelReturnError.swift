/// Why labels that came back can't be used.
public enum LabelReturnError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The plan's file lacks a column.
  case missingColumn(String)
  /// The plan's file is not what was written.
  case damagedPlan(String)
  /// The data are not those that were planned for.
  case otherData(planned: Int, found: Int)
  /// The data lack a row of the plan.
  case missingRow(String)
  /// A label names a row that the data don't have.
  case unknownRow(String, returned: Int)
  /// A label has no row's name.
  case unnamed(returned: Int)
  /// A row has two labels that differ.
  case conflict(String, first: Int, second: Int)
  /// No label came back.
  case nothing

  public var description: String {
    switch self {
    case .missingColumn(let name):
      "the plan has no column \"\(name)\": give the file that label-plan wrote, and the --id it was "
        + "written with"
    case .damagedPlan(let reason): "this is not a plan as label-plan writes it: \(reason)"
    case .otherData(let planned, let found):
      "the plan is of \(planned) rows, the data have \(found): give the data that were planned for"
    case .missingRow(let name):
      "the data have no row \(name), which is in the plan: give the data that were planned for"
    case .unknownRow(let name, let row):
      "row \(row) of the labels names \(name), which the data don't have"
    case .unnamed(let row): "row \(row) of the labels has no name"
    case .conflict(let name, let first, let second):
      "\(name) has two labels that differ, in rows \(first) and \(second) of the labels"
    case .nothing: "no row of the plan has come back with a label"
    }
  }
}
