#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// The function from the margins of a row to its predictions.
public enum Link: Hashable, Sendable {
  /// The margin itself.
  case identity
  /// 1 / (1 + exp(−slope · m)), for each output by itself.
  case logistic(slope: Double)
  /// exp(m).
  case exponential
  /// exp(mₖ) / Σ exp(mⱼ) over the outputs of a row.
  case softmax
  /// The index of the greatest margin, the first of equals: one prediction for all outputs.
  case greatest
  /// 1 where m > 0, else 0.
  case sign
  /// sign(m) · m², the inverse of the signed square root.
  case signedSquare
  /// log(1 + exp(m)).
  case softplus
  /// The margins of a row in ascending order (quantiles that shall not cross).
  case ascending
  /// The first margin, then each prediction the one before plus step + log(1 + exp(mₖ)).
  case cumulativeSoftplus(step: Double)
  /// 2^(−m / unit): isolation forests' score of a mean depth m.
  case halving(by: Double)
  /// m₀ and exp(2·m₁): a mean and a variance, from two margins (CatBoost's `RMSEWithUncertainty`).
  case meanAndVariance
  /// 1 / (1 + exp(−m)) for each output, divided by their sum over the row: one against the rest, as
  /// scikit-learn joins it. Where the sum is 0 the shares are equal.
  case logisticShares
  /// (min(max(m, −1), 1) + 1) / 2, of several outputs divided by their sum over the row: scikit-learn's
  /// probabilities for the modified Huber loss. Where the sum is 0 the shares are equal.
  case huberShares
  /// −2^(−m / depth) − offset: the normality of an isolation forest whose mean path has length m,
  /// `depth` being that of unsuccessful searches.
  case isolation(depth: Double, offset: Double)

  /// How many predictions a row with so many margins has.
  public func outputCount(margins: Int) -> Int { self == .greatest ? 1 : margins }

  /// The predictions of rows of margins.
  public func predictions(of margins: OutputMatrix) -> OutputMatrix {
    switch self {
    case .identity: return margins
    case .logistic(let slope): return margins.mapped { 1 / (1 + exp(-slope * $0)) }
    case .exponential: return margins.mapped { exp($0) }
    case .sign: return margins.mapped { $0 > 0 ? 1 : 0 }
    case .signedSquare: return margins.mapped { ($0 < 0 ? -1 : 1) * $0 * $0 }
    case .softplus: return margins.mapped(Self.softplus)
    case .ascending:
      return margins.mappedRows { row in
        var row = row
        row.sort()
      }
    case .cumulativeSoftplus(let step):
      return margins.mappedRows { row in
        for output in row.indices.dropFirst() {
          row[output] = row[output - 1] + (step + Self.softplus(row[output]))
        }
      }
    case .halving(let unit): return margins.mapped { exp2(-$0 / unit) }
    case .softmax: return margins.mappedRows(Self.softmax)
    case .meanAndVariance: return margins.mappedRows { $0[1] = exp(2 * $0[1]) }
    case .logisticShares:
      return margins.mapped { 1 / (1 + exp(-$0)) }.mappedRows(Self.shares)
    case .huberShares:
      let clipped = margins.mapped { $0.isNaN ? $0 : (min(max($0, -1), 1) + 1) / 2 }
      return clipped.outputCount == 1 ? clipped : clipped.mappedRows(Self.shares)
    case .isolation(let depth, let offset):
      return margins.mapped { -exp2(-(depth == 0 ? 1 : $0 / depth)) - offset }
    case .greatest:
      let width = margins.outputCount
      let places = (0..<margins.rowCount).map { row in
        let start = row * width
        let best = (1..<width).reduce(0) {
          margins.values[start + $1] > margins.values[start + $0] ? $1 : $0
        }
        return Double(best)
      }
      return OutputMatrix(values: places, outputCount: 1)
    }
  }

  private static func softplus(_ margin: Double) -> Double {
    max(margin, 0) + log1p(exp(-margin.magnitude))
  }

  private static func shares(_ row: UnsafeMutableBufferPointer<Double>) {
    let sum = row.reduce(0, +)
    for output in row.indices { row[output] = sum == 0 ? 1 / Double(row.count) : row[output] / sum }
  }

  /// Exponentials are taken below the greatest margin, so that none overflows.
  private static func softmax(_ row: UnsafeMutableBufferPointer<Double>) {
    let greatest = row.reduce(-.infinity, max)
    var sum = 0.0
    for output in row.indices {
      row[output] = exp(row[output] - greatest)
      sum += row[output]
    }
    for output in row.indices { row[output] /= sum }
  }
}

extension OutputMatrix {
  fileprivate func mapped(_ transform: (Double) -> Double) -> OutputMatrix {
    OutputMatrix(values: values.map(transform), outputCount: outputCount)
  }

  fileprivate func mappedRows(
    _ transform: (UnsafeMutableBufferPointer<Double>) -> Void
  ) -> OutputMatrix {
    var values = values
    values.withUnsafeMutableBufferPointer { buffer in
      for start in stride(from: 0, to: buffer.count, by: outputCount) {
        transform(UnsafeMutableBufferPointer(rebasing: buffer[start..<start + outputCount]))
      }
    }
    return OutputMatrix(values: values, outputCount: outputCount)
  }
}
