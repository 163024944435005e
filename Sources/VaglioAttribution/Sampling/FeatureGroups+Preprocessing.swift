public import VaglioModels

extension FeatureGroups {
  /// The columns that a preprocessing makes, those of one input as one group under its name: the
  /// indicators of a category, a number and the mark that it is missing.
  ///
  /// Inputs that go into one column together (normalised rows) are one group, their names joined by
  /// `+`.
  public init(columnsOf preprocessing: Preprocessing) {
    var root = Array(preprocessing.inputs.indices)
    func found(_ input: Int) -> Int {
      var input = input
      while root[input] != input { input = root[input] }
      return input
    }
    for origins in preprocessing.origins {
      guard let first = origins.first else { continue }
      for other in origins.dropFirst() {
        let (one, two) = (found(first), found(other))
        root[max(one, two)] = min(one, two)
      }
    }
    let roots = preprocessing.origins.map { found($0.first ?? 0) }
    let used = Set(roots).sorted()
    let places = Dictionary(uniqueKeysWithValues: zip(used, 0...))
    self.init(
      names: used.map { used in
        preprocessing.inputs.indices.filter { found($0) == used }
          .map { preprocessing.inputs[$0].name }.joined(separator: "+")
      },
      groupOfFeature: roots.map { places[$0] ?? 0 })
  }
}
