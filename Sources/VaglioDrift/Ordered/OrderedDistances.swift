#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// The distances between two samples of numbers that follow from their distribution functions F and
/// G, all from one pass over the merged values.
///
/// n·m·(F − G) is an integer at every value, so that each is the same to the bit when reference and
/// current are exchanged, and in any order of the rows.
struct OrderedDistances: Hashable, Sendable {
  /// max |F − G| (Kolmogorov–Smirnov).
  private(set) var kolmogorovSmirnov = 0.0
  /// ∫|F − G|dx, in the unit of the values; infinite where a value is.
  private(set) var wasserstein = 0.0
  /// ∫(F − G)²dx; the energy distance is the square root of twice that (Székely and Rizzo 2013,
  /// doi:10.1016/j.jspi.2013.03.018).
  private(set) var energySquare = 0.0
  /// ∫(F̃ − G̃)²dH over the pooled sample, F̃ and G̃ halfway up their steps. nm/(n + m) times it plus
  /// 1/(4(n + m)) is the statistic T of Anderson (1962, doi:10.1214/aoms/1177704477) without ties.
  private(set) var cramerVonMises = 0.0
  /// (n + m)(n + m − 1)/(nm)·… of the statistic A²ₐ of Scholz and Stephens (1987,
  /// doi:10.1080/01621459.1987.10478517, equation 6, midranks): A² = (N − 1)nm/N²·this, so that
  /// this does not grow with the number of rows.
  private(set) var andersonDarling = 0.0

  /// The distances of two samples that are not empty.
  init(_ pair: TiedPair) {
    let (n, m) = (pair.referenceCount, pair.currentCount)
    var pass = Pass(n: n, m: m)
    pair.values.withUnsafeBufferPointer { values in
      pair.reference.withUnsafeBufferPointer { reference in
        pair.current.withUnsafeBufferPointer { current in
          for place in 0..<values.count {
            pass.step(
              Int(reference[place]), Int(current[place]),
              width: place + 1 < values.count ? values[place + 1] - values[place] : 0)
          }
        }
      }
    }
    let scale = Double(n * m)
    kolmogorovSmirnov = Double(pass.greatest) / scale
    let isFinite = pair.infiniteCount == 0
    wasserstein = isFinite ? pass.absolute.value / scale : .infinity
    energySquare = isFinite ? pass.square.value / scale / scale : .infinity
    cramerVonMises = pass.mid.value / scale / scale / Double(n + m)
    andersonDarling = pass.weighted.value / scale / scale * Double(n + m)
  }

  /// Anderson and Darling's statistic of two samples of these sizes.
  func andersonDarlingStatistic(_ n: Int, _ m: Int) -> Double {
    let (product, pooled) = (Double(n) * Double(m), Double(n + m))
    return andersonDarling * product / pooled * (pooled - 1) / pooled
  }
}

/// The state of the pass: what lies below the next value, and the sums so far.
private struct Pass {
  let n: Int
  let m: Int
  private var below = 0
  private var difference = 0
  var greatest = 0
  var absolute = RunningSum()
  var square = RunningSum()
  var mid = RunningSum()
  var weighted = RunningSum()

  init(n: Int, m: Int) { (self.n, self.m) = (n, m) }

  /// Takes in a distinct value, `width` below the next.
  @inline(__always)
  mutating func step(_ a: Int, _ b: Int, width: Double) {
    let next = difference &+ a &* m &- b &* n
    let rows = Double(a &+ b)
    let halfway = Double(difference &+ next) / 2
    mid.add(rows * halfway * halfway)
    let (middle, pooled) = (Double(below) + rows / 2, Double(n &+ m))
    let spread = middle * (pooled - middle) - pooled * rows / 4
    if spread > 0 { weighted.add(rows * halfway * halfway / spread) }
    below &+= a &+ b
    difference = next
    let size = Double(next.magnitude)
    greatest = max(greatest, Int(next.magnitude))
    if next != 0 {
      absolute.add(size * width)
      square.add(size * size * width)
    }
  }
}
