public import VaglioModels

extension FeatureGroups {
  /// Groups of features that are the indicators of one category: columns of 0 and 1 whose names begin
  /// alike, of which exactly one is 1 in every row, such as `job_none`, `job_part`, `job_full`.
  ///
  /// Names begin alike up to a `=`, `_`, `.`, `:` or `-`, the shortest beginning for which that holds
  /// counts, and is the group's name (the first feature's where another feature is called so). Sets of
  /// which one indicator was left out can't be told from features that merely exclude one another: they
  /// stay apart, as all other features do. Groups come in the order of their first features.
  ///
  /// Refused: no rows, another number of features than columns.
  public init(
    indicatorsIn rows: FeatureMatrix, features: [Feature]
  ) throws(AttributionError) {
    guard rows.rowCount > 0 else { throw .refused("indicators of no rows say nothing") }
    guard features.count == rows.columns.count else {
      throw .refused(
        "\(features.count) features were given, and the rows have \(rows.columns.count) columns")
    }
    let marks = rows.columns.map(Self.marks)
    var families: [String: [Int]] = [:]
    for (feature, mark) in marks.enumerated() where mark != nil {
      for beginning in Self.beginnings(features[feature].name) {
        families[beginning, default: []].append(feature)
      }
    }
    var groupOfFeature = [String?](repeating: nil, count: features.count)
    let order = families.keys.sorted { ($0.utf8.count, $0) < ($1.utf8.count, $1) }
    for beginning in order {
      let members = families[beginning] ?? []
      guard members.count > 1, members.allSatisfy({ groupOfFeature[$0] == nil }),
        Self.isComplete(members.compactMap { marks[$0] }, rows.rowCount)
      else { continue }
      for member in members { groupOfFeature[member] = beginning }
    }
    self.init(named: groupOfFeature, features: features.map(\.name))
  }

  /// Groups by the names that features were given, each feature without one by itself.
  private init(named names: [String?], features: [String]) {
    let taken = Set(features)
    var known: [String: Int] = [:]
    var groups: [String] = []
    var places: [Int] = []
    for (feature, own) in features.enumerated() {
      let group = names[feature]
      if let place = group.flatMap({ known[$0] }) {
        places.append(place)
        continue
      }
      if let group { known[group] = groups.count }
      places.append(groups.count)
      groups.append(group.flatMap { taken.contains($0) ? nil : $0 } ?? own)
    }
    self.init(names: groups, groupOfFeature: places)
  }

  /// The places where a column is 1; `nil` where it holds anything but 0 and 1, or one of them alone.
  private static func marks(_ column: FeatureMatrix.Column) -> [Int32]? {
    guard case .numbers(let numbers) = column, numbers.allSatisfy({ $0 == 0 || $0 == 1 }) else {
      return nil
    }
    let marks = numbers.indices.filter { numbers[$0] == 1 }.map { Int32($0) }
    return marks.isEmpty || marks.count == numbers.count ? nil : marks
  }

  /// What a name begins with, up to each of its separators.
  private static func beginnings(_ name: String) -> [String] {
    name.indices.filter { $0 > name.startIndex && "=_.:-".contains(name[$0]) }
      .map { String(name[..<$0]) }
  }

  /// Whether each row is marked once.
  private static func isComplete(_ marks: [[Int32]], _ rowCount: Int) -> Bool {
    guard marks.reduce(0, { $0 + $1.count }) == rowCount else { return false }
    var isMarked = [Bool](repeating: false, count: rowCount)
    for row in marks.joined() {
      guard !isMarked[Int(row)] else { return false }
      isMarked[Int(row)] = true
    }
    return true
  }
}
