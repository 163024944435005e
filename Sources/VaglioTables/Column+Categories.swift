extension Column {
  /// The column as categories.
  ///
  /// The levels of a column that was read as category are the texts as they are written. Those of a
  /// number column are the shortest texts that give the numbers back, whole numbers without a
  /// point: `2` for `2`, `2.0` and `2e0` (ask for the column as `category` to keep these apart).
  /// Those of a Boolean column are `false` and `true`; those of a time column are times in UTC;
  /// those of a key column the keys in hexadecimal.
  public var categorized: Categories {
    switch values {
    case .categories(let categories): categories
    case .numbers(let numbers): coded(numbers.map { $0 == 0 ? 0 : $0 }, Self.text(of:))
    case .booleans(let truths): coded(truths) { $0 ? "true" : "false" }
    case .times(let times): coded(times, ISOTime.text)
    case .keys(let keys): coded(keys) { String($0, radix: 16) }
    }
  }

  private func coded<Value: Hashable>(
    _ values: [Value], _ text: (Value) -> String
  ) -> Categories {
    var known: [Value: Int32] = [:]
    var levels: [String] = []
    let codes = values.indices.map { row -> Int32 in
      if missing?[row] == true { return -1 }
      if let code = known[values[row]] { return code }
      known[values[row]] = Int32(levels.count)
      levels.append(text(values[row]))
      return Int32(levels.count - 1)
    }
    return Categories(checkedCodes: codes, levels: levels)
  }

  /// The shortest text that gives a number back, without a point where it is whole.
  package static func text(of number: Double) -> String {
    if let whole = Int64(exactly: number), whole.magnitude < 1 << 53 { return String(whole) }
    return number.description
  }
}
