#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// The polynomial stitched boundary of a sub-gamma process: how far a sum strays at any intrinsic time.
///
/// u(v) = √(k₁²vℓ + (k₂cℓ)²) + k₂cℓ with ℓ(v) = s·log log(ηv/m) + log(ζ(s)/(α·logˢη)), v at least m,
/// k₁ = (η^¼ + η^−¼)/√2, k₂ = (√η + 1)/2 (Howard, Ramdas, McAuliffe and Sekhon 2021,
/// doi:10.1214/20-AOS1991, equation 10). It grows like √(v log log v).
public struct StitchedBoundary: Codable, Hashable, Sendable {
  /// The probability of ever crossing, one-sided.
  public let alpha: Double
  /// The intrinsic time m from which the boundary is tight.
  public let leastVariance: Double
  /// The sub-gamma scale c: the range of the values for empirical Bernstein bounds.
  public let scale: Double
  private let constant: Double

  private static let (s, eta) = (1.4, 2.0)

  /// A boundary with s = 1.4 and η = 2.
  public init(alpha: Double, leastVariance: Double, scale: Double) throws(SequentialError) {
    self.alpha = try SequentialInput.alpha(alpha)
    self.leastVariance = try SequentialInput.number(
      leastVariance, "leastVariance", atLeast: 0, isOpen: true)
    self.scale = try SequentialInput.number(scale, "scale", atLeast: 0)
    constant =
      log(RiemannZeta.value(Self.s) / pow(log(Self.eta), Self.s)) + log(1 / alpha)
  }

  /// The boundary at the intrinsic time `variance`, a sum of squares.
  public func callAsFunction(_ variance: Double) -> Double {
    let time = max(variance, leastVariance)
    let odds = Self.s * log(log(Self.eta * time / leastVariance)) + constant
    let first = (pow(Self.eta, 0.25) + pow(Self.eta, -0.25)) / 2.0.squareRoot()
    let second = (Self.eta.squareRoot() + 1) / 2 * scale * odds
    return (first * first * time * odds + second * second).squareRoot() + second
  }
}

/// Riemann's zeta function to the right of 1.
enum RiemannZeta {
  /// Σ n^−s by Euler and Maclaurin's formula after twenty terms; relative error below 10⁻¹⁵ for
  /// s ≥ 1.1.
  static func value(_ s: Double) -> Double {
    let n = 20.0
    let head = (1..<20).reversed().reduce(0.0) { $0 + pow(Double($1), -s) }
    var term = s * pow(n, -s - 1)
    var tail = pow(n, 1 - s) / (s - 1) + pow(n, -s) / 2 + term / 12
    // B₄/4!, B₆/6!, B₈/8!.
    for (order, factor) in [(1.0, -1.0 / 720), (3.0, 1.0 / 30240), (5.0, -1.0 / 1_209_600)] {
      term *= (s + order) * (s + order + 1) / (n * n)
      tail += factor * term
    }
    return head + tail
  }
}
