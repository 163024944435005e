public import VaglioFindings
internal import VaglioStatistics

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// How long labels take: the share of predictions labelled by each age, from predictions some of which
/// still wait.
///
/// The product-limit estimate over 64 equal parts of the horizon (Kaplan and Meier 1958,
/// doi:10.1080/01621459.1958.10501452): S(a) = Π(1 − dⱼ/nⱼ), dⱼ labels in part j among the nⱼ predictions
/// watched through it without one before; coverage is 1 − S. Those that never get a label stay in nⱼ, so
/// that coverage need not reach 1. The state is whole numbers: ``merge(_:)`` is exact in any order.
public struct LabelDelays: Hashable, Codable, Sendable {
  static let parts = 64

  public let horizon: TimeSpan
  /// Labels that came in each part.
  private var labels = [Int](repeating: 0, count: Self.parts)
  /// Predictions without a label, watched through so many parts.
  private var censored = [Int](repeating: 0, count: Self.parts + 1)

  public init(horizon: TimeSpan) { self.horizon = horizon }

  /// A prediction whose label came after `delay`, 0 or longer.
  mutating func add(delay: TimeSpan) { labels[min(Self.parts - 1, parts(in: delay))] += 1 }

  /// A prediction that has waited for `age` and has no label.
  mutating func add(waiting age: TimeSpan) { censored[parts(in: age)] += 1 }

  public mutating func merge(_ other: LabelDelays) {
    for part in labels.indices { labels[part] += other.labels[part] }
    for part in censored.indices { censored[part] += other.censored[part] }
  }

  /// How many whole parts an age holds.
  private func parts(in age: TimeSpan) -> Int {
    guard horizon > .zero else { return Self.parts }
    let share = age.seconds / horizon.seconds * Double(Self.parts)
    return Int(min(max(0, share), Double(Self.parts)))
  }

  /// How many predictions it rests on.
  public var count: Int { labels.reduce(0, +) + censored.reduce(0, +) }

  /// The share of predictions labelled at an age, with the interval of Greenwood's variance on the scale
  /// log(−log S).
  public func coverage(at age: TimeSpan, level: ConfidenceLevel = .ninetyFivePercent) -> Estimate {
    let curve = curve()
    let part = parts(in: age)
    guard let last = curve.last, count > 0 else {
      return .undefined(Undefined("no prediction has been watched yet"))
    }
    guard part <= curve.count else {
      return .undefined(Undefined("no prediction has been watched for as long"))
    }
    let (survival, variance) = part == 0 ? (1.0, 0.0) : part == curve.count ? last : curve[part - 1]
    return Estimate(
      1 - survival, Uncertainty(at: level) { interval(survival, variance, level: $0) })
  }

  /// The share of the labels to be expected at the horizon that should be here at these ages, on average;
  /// `nil` where no prediction has been watched so long, or none ever got a label.
  func expectedShare(atAges ages: some Sequence<TimeSpan>) -> Double? {
    let curve = curve()
    guard curve.count == Self.parts, let last = curve.last, last.survival < 1 else { return nil }
    var (sum, count) = (0.0, 0)
    for age in ages {
      let part = parts(in: age)
      sum += part == 0 ? 0 : 1 - curve[part - 1].survival
      count += 1
    }
    return count > 0 ? sum / Double(count) / (1 - last.survival) : nil
  }

  /// S and Σd/(n(n − d)) at the end of each part that some prediction was watched through.
  private func curve() -> [(survival: Double, variance: Double)] {
    var atRisk = count
    var (survival, variance) = (1.0, 0.0)
    var curve: [(survival: Double, variance: Double)] = []
    for part in 0..<Self.parts {
      atRisk -= censored[part]
      if survival == 0 {
        curve.append((0, variance))
        continue
      }
      guard atRisk > 0 else { break }
      let came = labels[part]
      survival *= Double(atRisk - came) / Double(atRisk)
      if came > 0, atRisk > came {
        variance += Double(came) / (Double(atRisk) * Double(atRisk - came))
      }
      curve.append((survival, variance))
      atRisk -= came
    }
    return curve
  }

  private func interval(
    _ survival: Double, _ variance: Double, level: ConfidenceLevel
  ) -> Interval? {
    guard survival > 0, survival < 1 else { return nil }
    let spread = variance.squareRoot() / abs(log(survival)) * Normal.upperQuantile(level.alpha / 2)
    let (low, high) = (pow(survival, exp(spread)), pow(survival, exp(-spread)))
    guard low <= high else { return nil }
    return Interval(lower: 1 - high, upper: 1 - low, level: level, method: "greenwood-log-log")
  }
}
