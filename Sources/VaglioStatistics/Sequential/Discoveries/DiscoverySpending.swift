#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// How levels fade: positive sequences γ₁, γ₂, … of sum at most 1.
enum DiscoverySpending {
  /// 0.07720838·log(max(j, 2))/(j·e^√(log j)) (Javanmard and Montanari 2018, doi:10.1214/17-AOS1559).
  static func slow(_ j: Int) -> Double {
    let n = Double(max(j, 1))
    return 0.07720838 * log(max(n, 2)) / (n * exp(log(n).squareRoot()))
  }

  /// 0.4374901658·j^(−1.6) (Ramdas, Zrnic, Wainwright and Jordan 2018, arXiv:1802.09098).
  static func power(_ j: Int) -> Double { 0.437_490_165_8 * pow(Double(max(j, 1)), -1.6) }
}
