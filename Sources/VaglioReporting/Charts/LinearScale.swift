#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// A straight map from values to positions, and the round values that an axis marks.
struct LinearScale: Sendable {
  /// The values that the axis spans; never empty, always finite.
  let domain: ClosedRange<Double>
  /// The position of the domain's lower bound.
  let start: Double
  /// The position of its upper bound.
  let end: Double

  /// A scale over a domain; one of no width, or beyond a double's range, is widened or cut.
  init(_ domain: ClosedRange<Double>, from start: Double, to end: Double) {
    let limit = 1e300
    let lower = min(max(domain.lowerBound, -limit), limit)
    let upper = min(max(domain.upperBound, -limit), limit)
    if upper > lower, (upper - lower) > max(upper.magnitude, lower.magnitude) * 1e-12 {
      self.domain = lower...upper
    } else {
      let half = lower == 0 ? 1 : lower.magnitude / 2
      self.domain = (lower - half)...(lower + half)
    }
    (self.start, self.end) = (start, end)
  }

  /// A scale whose domain begins and ends at round values and holds all of `values`.
  init(covering values: [Double], ticks: Int = 5, from start: Double, to end: Double) {
    var scale = LinearScale((values.min() ?? 0)...(values.max() ?? 1), from: start, to: end)
    // A wider domain can ask for a wider step, which widens it once more; then it is settled.
    for _ in 0..<3 {
      let step = scale.step(ticks: ticks)
      let lower = (scale.domain.lowerBound / step + 1e-9).rounded(.down) * step
      let upper = (scale.domain.upperBound / step - 1e-9).rounded(.up) * step
      scale = LinearScale(lower...max(upper, lower), from: start, to: end)
    }
    self = scale
  }

  /// The position of a value; one outside the domain stands at its edge.
  func position(_ value: Double) -> Double {
    let held = min(max(value, domain.lowerBound), domain.upperBound)
    let fraction = (held - domain.lowerBound) / (domain.upperBound - domain.lowerBound)
    return start + fraction * (end - start)
  }

  /// The round values within the domain, about so many, with their labels.
  func ticks(_ count: Int = 5) -> [(value: Double, label: String)] {
    let step = step(ticks: count)
    let first = (domain.lowerBound / step - 1e-9).rounded(.up)
    let last = (domain.upperBound / step + 1e-9).rounded(.down)
    guard last >= first, last - first < 100 else { return [] }
    return (0...Int(last - first)).map { index in
      let value = (first + Double(index)) * step
      return (value, label(value, step: step))
    }
  }

  /// As many of the round values, at most so many, as leave their labels so far apart.
  func ticks(_ count: Int, apart gap: Double, size: Double = 12) -> [(value: Double, label: String)]
  {
    for wanted in stride(from: count, to: 0, by: -1) {
      let ticks = ticks(wanted)
      let widths = ticks.map { TextWidth.of($0.label, size: size) }
      let fit = zip(ticks.indices.dropLast(), ticks.indices.dropFirst()).allSatisfy { left, right in
        let distance = (position(ticks[right].value) - position(ticks[left].value)).magnitude
        return distance >= (widths[left] + widths[right]) / 2 + gap
      }
      if fit { return ticks }
    }
    return Array(ticks(1).prefix(1))
  }

  /// The largest of 1, 2 and 5 times a power of ten that gives about so many ticks.
  private func step(ticks: Int) -> Double {
    let rough = (domain.upperBound - domain.lowerBound) / Double(max(ticks, 1))
    let power = pow(10, log10(rough).rounded(.down))
    let multiple = [1, 2, 5, 10].min { abs($0 * power - rough) < abs($1 * power - rough) }
    return (multiple ?? 1) * power
  }

  private func label(_ value: Double, step: Double) -> String {
    let largest = max(domain.lowerBound.magnitude, domain.upperBound.magnitude)
    guard step >= 0.9e-4, largest < 1e7 else {
      return value.magnitude < step / 2 ? "0" : NumberFormat.compact(value)
    }
    let decimals = max(0, Int((-log10(step) - 1e-9).rounded(.up)))
    return NumberFormat.fixed(value, decimals: decimals)
  }
}
