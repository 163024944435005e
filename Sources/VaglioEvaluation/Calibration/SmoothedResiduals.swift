#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// Residuals on a grid from 0 to 1, and how large they stay when a reflected Gaussian smooths them.
///
/// The Gaussian that is reflected at 0 and 1 is the heat kernel of the interval: on cos πkt it acts
/// as the factor e^(−π²k²σ²/2). So wide kernels are applied to cosine coefficients, of which few
/// matter, and narrow ones to the grid itself.
public struct SmoothedResiduals: Sendable {
  /// The share of all weight times the mean residual, at each point of the grid.
  private let residuals: [Double]
  /// Σ residual·cos πkt, of the frequencies that a wide kernel leaves.
  private let coefficients: [Double]
  let isEmpty: Bool
  /// How many rows have a score below 0 or above 1.
  let strays: Int

  /// From this width on, cosines are fewer than the points that a kernel reaches.
  private static let wide = 0.011
  /// e^(−8.6²/2) = 9·10⁻¹⁷: so many widths away, or damped so far, nothing of a double is left.
  private static let reach = 8.6

  init(_ residuals: [Double], isEmpty: Bool, strays: Int) {
    (self.residuals, self.isEmpty, self.strays) = (residuals, isEmpty, strays)
    let steps = residuals.count - 1
    let frequencies = Int(Self.reach / (.pi * Self.wide)) + 1
    let cosines = (0..<2 * steps).map { cos(.pi * Double($0) / Double(steps)) }
    coefficients = (0...frequencies).map { frequency in
      var sum = 0.0
      for place in 0...steps where residuals[place] != 0 {
        sum += residuals[place] * cosines[frequency * place % (2 * steps)]
      }
      return sum
    }
  }

  /// ∫ |Σ K(t, p)·(p − y)/n| dt with a kernel of width `width` > 0.
  func size(width: Double) -> Double {
    width >= Self.wide ? sizeByCosines(width) : sizeOnGrid(width)
  }

  private func sizeByCosines(_ width: Double) -> Double {
    let steps = residuals.count - 1
    let most = min(coefficients.count - 1, Int(Self.reach / (.pi * width)) + 1)
    let damped = (0...most).map { frequency in
      let angle = .pi * Double(frequency) * width
      return (frequency == 0 ? 1 : 2) * coefficients[frequency] * exp(-angle * angle / 2)
    }
    var sum = 0.0
    for place in 0...steps {
      // Clenshaw's recurrence for Σ a·cos kθ.
      let twice = 2 * cos(.pi * Double(place) / Double(steps))
      var (next, afterNext) = (0.0, 0.0)
      for frequency in stride(from: most, to: 0, by: -1) {
        (next, afterNext) = (damped[frequency] + twice * next - afterNext, next)
      }
      let value = damped[0] + twice / 2 * next - afterNext
      sum += abs(value) * (place == 0 || place == steps ? 0.5 : 1)
    }
    return sum / Double(steps)
  }

  private func sizeOnGrid(_ width: Double) -> Double {
    let steps = residuals.count - 1
    let radius = Int(Self.reach * width * Double(steps)) + 1
    var kernel = (0...radius).map { offset in
      let distance = Double(offset) / Double(steps) / width
      return exp(-distance * distance / 2)
    }
    let total = kernel[0] + 2 * kernel.dropFirst().reduce(0, +)
    kernel = kernel.map { $0 / total }
    var smoothed = [Double](repeating: 0, count: steps + 1)
    for place in 0...steps where residuals[place] != 0 {
      for offset in -radius...radius {
        var target = abs(place + offset)
        if target > steps { target = 2 * steps - target }
        smoothed[target] += residuals[place] * kernel[abs(offset)]
      }
    }
    return smoothed.reduce(0) { $0 + abs($1) }
  }

  /// The smallest width that is not below the size it leaves, by forty halvings, and that size.
  var fixedPoint: Double {
    guard residuals.contains(where: { $0 != 0 }) else { return 0 }
    var (low, high) = (0.0, 1.0)
    for _ in 0..<40 {
      let middle = (low + high) / 2
      if size(width: middle) > middle { low = middle } else { high = middle }
    }
    return size(width: high)
  }
}
