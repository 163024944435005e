/// The features of a LightGBM model, with the categories of pandas given to those that they belong
/// to.
///
/// The file lists the levels of the columns of type `category` in the order of the columns, but not
/// which columns these were: those declared categories, and ordered ones, which are compared as
/// numbers; columns of whole numbers may be declared as well. So all ways are looked at in which the
/// lists fit features in this order, by the codes that were seen; where just one way fits, it is the
/// right one, and otherwise the features take the codes as numbers, and the summary says so.
struct LightGBMFeatures {
  let features: [Feature]
  /// That the lists of categories could not be given to features.
  let note: String?

  init(_ header: LightGBMHeader, _ trees: [Tree], _ trailer: LightGBMTrailer) {
    let seen = header.featureInfos.map(SeenCodes.init)
    var coded = trailer.declared ?? []
    for feature in seen.indices where seen[feature].areCategories { coded.insert(feature) }
    for tree in trees {
      for case .some(let split) in tree.nodes.lazy.map(\.split) {
        if case .among = split.condition { coded.insert(split.feature) }
      }
    }
    let lists = trailer.levels ?? []
    let match = LevelMatch(
      seen.isEmpty ? header.featureNames.map { _ in SeenCodes("none") } : seen,
      coded: coded, listSizes: lists.map(\.count))
    let owners = match.owners()
    features = header.featureNames.enumerated().map { index, name in
      if let list = owners?[index] {
        return Feature(name, kind: .category(levels: lists[list]), unseen: .missing)
      }
      return Feature(name, kind: coded.contains(index) ? .code : .number)
    }
    note =
      owners == nil
      ? "The file has \(lists.count) lists of pandas categories, but does not tell whose they are: "
        + "features take the codes of categories as numbers." : nil
  }
}

/// The codes that a feature had in training, as `feature_infos` tells.
private struct SeenCodes {
  let areCategories: Bool
  /// Whether they can be the places in a list of so many levels.
  private let greatest: Int?

  init(_ info: String) {
    if info == "none" {
      (areCategories, greatest) = (false, 0)
    } else if info.hasPrefix("["), info.hasSuffix("]") {
      let bounds = info.dropFirst().dropLast().split(separator: ":").map { Double($0) ?? .nan }
      let whole = bounds.compactMap { Int(exactly: $0) }
      areCategories = false
      greatest = whole.count == 2 && whole[0] >= -1 ? whole[1] : nil
    } else {
      let codes = info.split(separator: ":").map { Int($0) }
      areCategories = true
      greatest = codes.contains(nil) ? nil : codes.compactMap(\.self).max()
    }
  }

  func fit(levels count: Int) -> Bool { greatest.map { $0 < max(count, 1) } ?? false }
}

/// The ways in which lists of levels can belong to features, both in their order.
private struct LevelMatch {
  let seen: [SeenCodes]
  let coded: Set<Int>
  let listSizes: [Int]

  init(_ seen: [SeenCodes], coded: Set<Int>, listSizes: [Int]) {
    (self.seen, self.coded, self.listSizes) = (seen, coded, listSizes)
  }

  /// The list of each feature that has one, if just one way fits; features declared categories all
  /// have one if that is possible.
  func owners() -> [Int: Int]? {
    guard !listSizes.isEmpty else { return [:] }
    // Work is bounded: files with more are none that people have.
    guard listSizes.count <= seen.count, listSizes.count * seen.count <= 10_000_000 else {
      return nil
    }
    let strict = ways(everyCodedHasOne: true)
    let table = strict[0][0] > 0 ? strict : ways(everyCodedHasOne: false)
    return table[0][0] == 1 ? path(table) : nil
  }

  /// `ways[f][l]`: in how many ways the lists from l on fit the features from f on; 2 for more.
  private func ways(everyCodedHasOne: Bool) -> [[UInt8]] {
    var ways = Array(
      repeating: [UInt8](repeating: 0, count: listSizes.count + 1), count: seen.count + 1)
    ways[seen.count][listSizes.count] = 1
    for feature in seen.indices.reversed() {
      let mayHaveNone = !(everyCodedHasOne && coded.contains(feature))
      for list in 0...listSizes.count {
        var count = mayHaveNone ? ways[feature + 1][list] : 0
        if list < listSizes.count, seen[feature].fit(levels: listSizes[list]) {
          count += ways[feature + 1][list + 1]
        }
        ways[feature][list] = min(count, 2)
      }
    }
    return ways
  }

  private func path(_ ways: [[UInt8]]) -> [Int: Int] {
    var owners: [Int: Int] = [:]
    var list = 0
    for feature in seen.indices where list < listSizes.count {
      // One way is left: what has it as its next step is on it.
      if seen[feature].fit(levels: listSizes[list]), ways[feature + 1][list + 1] > 0 {
        owners[feature] = list
        list += 1
      }
    }
    return owners
  }
}
