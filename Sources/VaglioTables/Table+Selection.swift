extension Table {
  /// The rows, from 0, of which `belongs` holds, as a table that still knows where they were read.
  public func rows(where belongs: (Int) -> Bool) -> Table {
    selecting((0..<rowCount).filter(belongs))
  }

  /// The rows with these numbers, from 0, in this order.
  public func selecting(_ rows: [Int]) -> Table {
    Table(
      columns: columns.map { $0.selecting(rows) }, rowCount: rows.count,
      sources: sources.selecting(rows))
  }

  /// The rows without their values: how many there are, and where each was read.
  public var withoutColumns: Table { Table(columns: [], rowCount: rowCount, sources: sources) }

  /// The rows with more columns, behind those of these names.
  ///
  /// - Precondition: the new columns have a value for each row, or miss it.
  public func adding(_ more: [Column], keeping names: Set<String>) -> Table {
    let new = Set(more.map(\.name))
    return Table(
      columns: columns.filter { names.contains($0.name) && !new.contains($0.name) } + more,
      rowCount: rowCount, sources: sources)
  }

  /// The rows that have a value in each of these columns.
  public func withoutMissing(in names: [String]) throws(TableError) -> Table {
    var masks: [[Bool]] = []
    for name in names {
      if let mask = try column(name).missing { masks.append(mask) }
    }
    return masks.isEmpty ? self : rows { row in masks.allSatisfy { !$0[row] } }
  }
}

extension Column {
  /// The values of the rows with these numbers, in this order. Categories keep all of their levels.
  func selecting(_ rows: [Int]) -> Column {
    let selected: Values =
      switch values {
      case .numbers(let values): .numbers(rows.map { values[$0] })
      case .categories(let categories):
        .categories(
          Categories(
            checkedCodes: rows.map { categories.codes[$0] }, levels: categories.levels))
      case .booleans(let values): .booleans(rows.map { values[$0] })
      case .times(let values): .times(rows.map { values[$0] })
      case .keys(let values): .keys(rows.map { values[$0] })
      }
    let mask = missing.map { missing in rows.map { missing[$0] } }
    return Column(
      name: name, values: selected, missing: mask?.contains(true) == true ? mask : nil)
  }
}
