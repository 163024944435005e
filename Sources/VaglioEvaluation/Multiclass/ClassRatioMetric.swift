public import VaglioFindings
internal import VaglioStatistics

/// A ratio of counts of one class against the rest, of one class or averaged over classes.
///
/// Means go over the classes that occur among the labels, the others are listed in a note;
/// scikit-learn counts these as 0. In a multiclass task a name without `average` and `class` means
/// the mean over classes, and the record writes it out: `f1[average=macro]`. `weighted` weighs each
/// class by its rows, `micro` pools the counts of all classes: there each mistake is a false positive
/// of one class and a false negative of another, and precision, recall and F1 are all accuracy.
public struct ClassRatioMetric<Ratio: ClassRatio>: LabelShareMetric {
  /// What is measured of one class.
  public let ratio: Ratio
  /// Of which class, or of which mean of classes.
  public let average: ClassAverage

  /// A ratio of one class or of a mean of classes.
  public init(_ ratio: Ratio, _ average: ClassAverage = .macro) {
    (self.ratio, self.average) = (ratio, average)
  }

  public var measure: Measure {
    Measure(
      name: MetricName(
        base: ratio.name, options: ratio.options.merging(average.option) { own, _ in own }
      ).description,
      title: average.titled(ratio.title), definition: average.defined(ratio.definition),
      range: 0...1, direction: .higherIsBetter, source: ratio.source)
  }

  public var intervalMethod: String {
    switch average {
    case .macro, .weighted: "Linearisation on the logit scale"
    case .micro: "Wilson on accuracy, carried over"
    case .ofClass: ratio.closedForm ?? "Linearisation on the logit scale"
    }
  }

  public func value(of reading: ClassTable) throws(Undefined) -> Double {
    guard reading.total > 0 else { throw Undefined("there are no rows") }
    switch average {
    case .ofClass(let name):
      let number = try reading.classes.number(ofClass: name)
      guard let value = ratio.value(at: reading.counts(of: number)) else {
        throw Undefined(ratio.emptiness(name))
      }
      return value
    case .micro:
      return pooled(reading.right.reduce(0, +), of: reading.total)
    case .macro, .weighted:
      var (sum, weights) = (0.0, 0.0)
      for number in reading.present {
        let weight = average == .macro ? 1 : reading.labelled[number]
        sum += weight * (try valueInMean(of: number, reading))
        weights += weight
      }
      return sum / weights
    }
  }

  /// What a class that occurs contributes to a mean.
  private func valueInMean(of number: Int, _ table: ClassTable) throws(Undefined) -> Double {
    if let value = ratio.value(at: table.counts(of: number)) ?? ratio.valueWhenEmpty {
      return value
    }
    throw Undefined(ratio.emptiness(table.classes[number]))
  }

  /// The ratio of all classes' counts pooled, where `right` rows are right: each other row is a false
  /// positive and a false negative.
  private func pooled(_ right: Double, of total: Double) -> Double {
    let wrong = total - right
    return (ratio.numerator * SIMD4(right, wrong, wrong, 0)).sum()
      / (ratio.denominator * SIMD4(right, wrong, wrong, 0)).sum()
  }

  public func intervals(of reading: ClassTable) -> Intervals? {
    switch average {
    case .macro, .weighted:
      return { level in delta(at: reading, level: level) }
    case .micro:
      let (right, total) = (reading.right.reduce(0, +), reading.total)
      return { level in
        ProportionInterval.wilson(successes: right, trials: total, level: level)
          .mapped { pooled($0, of: 1) }
      }
    case .ofClass(let name):
      guard let number = try? reading.classes.number(ofClass: name) else { return nil }
      let counts = reading.counts(of: number)
      guard ratio.closedForm != nil else { return { level in delta(at: reading, level: level) } }
      return { level in ratio.interval(of: counts, level: level) }
    }
  }

  public var scale: IntervalScale { .logit }

  public var isStandard: Bool { average == .macro && ratio.isStandard }

  public func notes(of reading: ClassTable) -> [String] {
    guard average == .macro || average == .weighted else { return [] }
    let absent = average == .macro ? reading.absentNames : []
    let empty = reading.present.filter { ratio.value(at: reading.counts(of: $0)) == nil }
      .map { reading.classes[$0] }
    return [
      absent.isEmpty ? nil : "classes without rows left out: \(absent.listed())",
      empty.isEmpty ? nil : "classes never predicted counted as 0: \(empty.listed())",
    ].compactMap(\.self)
  }

  public var options: [MetricOption] {
    (ClassAverage.options(allowing: ratio.averages) + ratio.metricOptions)
      .sorted { $0.name < $1.name }
  }

  public func configured(_ options: [String: String]) -> ClassRatioMetric? {
    let ofAverage = options.filter { ["average", "class"].contains($0.key) }
    let own = options.filter { !["average", "class"].contains($0.key) }
    guard
      let average = ClassAverage(ofAverage, allowing: ratio.averages),
      let ratio = ratio.configured(own)
    else { return nil }
    return ClassRatioMetric(ratio, average)
  }
}

extension ClassRatioMetric {
  public func influences(of table: ClassTable) -> [Double] {
    switch average {
    case .micro: return pooledInfluences(of: table)
    case .ofClass(let name):
      guard let number = try? table.classes.number(ofClass: name) else { return [] }
      return influences(of: table, weights: [(number, 1)])
    case .macro:
      let present = table.present
      return influences(of: table, weights: present.map { ($0, 1 / Double(present.count)) })
    case .weighted:
      // The classes' weights move as well: by 1[label = k] − π_k.
      let weights = table.present.map { ($0, table.labelled[$0] / table.total) }
      let values = (0..<table.width).map { (try? valueInMean(of: $0, table)) ?? 0 }
      let mean = weights.reduce(0) { $0 + $1.1 * values[$1.0] }
      return influences(of: table, weights: weights).enumerated().map { cell, φ in
        φ + values[cell / table.width] - mean
      }
    }
  }

  /// Σ over classes of weight · influence. All cells in which a class has neither label nor prediction
  /// share its influence of true negatives.
  private func influences(of table: ClassTable, weights: [(Int, Double)]) -> [Double] {
    var parts = [SIMD4<Double>](repeating: .zero, count: table.width)
    var common = 0.0
    for (number, weight) in weights {
      let φ = weight * ratio.influences(at: table.counts(of: number))
      parts[number] = φ - SIMD4(repeating: φ[3])
      common += φ[3]
    }
    return table.weights.indices.map { cell in
      let (label, predicted) = (cell / table.width, cell % table.width)
      guard label != predicted else { return common + parts[label][0] }
      return common + parts[label][2] + parts[predicted][1]
    }
  }

  private func pooledInfluences(of table: ClassTable) -> [Double] {
    let right = table.right.reduce(0, +)
    let wrong = table.total - right
    let (a, b) = (ratio.numerator, ratio.denominator)
    let value = pooled(right, of: table.total)
    let below = b[0] * right + (b[1] + b[2]) * wrong
    return table.weights.indices.map { cell in
      let isRight = cell / table.width == cell % table.width
      let slope = isRight ? a[0] - value * b[0] : a[1] + a[2] - value * (b[1] + b[2])
      return slope * table.total / below
    }
  }

  /// Recall and specificity of a class are shares of rows that the label picks; so is what `micro`
  /// makes accuracy of.
  func share(in classes: [String]) -> ClassShare? {
    let (a, b) = (ratio.numerator, ratio.denominator)
    switch average {
    case .macro, .weighted: return nil
    case .micro:
      guard a[0] == b[0], b[1] + b[2] == b[0] else { return nil }
      return ClassShare(isCounted: { _ in true }, isSuccess: { $0 == $1 })
    case .ofClass(let name):
      guard b[0] == b[2], b[1] == b[3], let number = classes.firstIndex(of: name) else {
        return nil
      }
      return ClassShare(
        isCounted: { label in b[label == number ? 0 : 1] == 1 },
        isSuccess: { label, predicted in
          let kind =
            label == number ? (predicted == number ? 0 : 2) : (predicted == number ? 1 : 3)
          return a[kind] == 1
        })
    }
  }
}
