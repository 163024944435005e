#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// The logistic function 1/(1 + e^−x).
enum Sigmoid {
  static func value(at x: Double) -> Double {
    x >= 0 ? 1 / (1 + exp(-x)) : exp(x) / (1 + exp(x))
  }
}
