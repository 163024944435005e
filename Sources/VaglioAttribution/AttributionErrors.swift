/// Standard errors of attributions, one per value, by what they come from.
public struct AttributionErrors: Equatable, Sendable {
  /// From the coalitions that were drawn, the background being as it is; `nil` where all were
  /// evaluated.
  public let coalitions: [Double]?
  /// From the rows of the background, as a sample of the population that they stand for; `nil` where
  /// there is no background, or it is the whole population.
  public let background: [Double]?
  /// From the model, as one of several that were fitted to samples of the same population; `nil`
  /// where there is one model.
  public let refits: [Double]?
  /// The degrees of freedom of ``coalitions``, infinite where an error is exact; `nil` where they are
  /// not known, and taken as infinite.
  public let coalitionDegreesOfFreedom: [Double]?
  /// The degrees of freedom of ``background``; `nil` where they are not known, and taken as infinite.
  public let backgroundDegreesOfFreedom: Double?

  /// Errors from at least one source.
  ///
  /// - Precondition: those that are there have equally many values.
  public init(
    coalitions: [Double]? = nil, background: [Double]? = nil, refits: [Double]? = nil,
    coalitionDegreesOfFreedom: [Double]? = nil, backgroundDegreesOfFreedom: Double? = nil
  ) {
    let counts = Set(
      [coalitions, background, refits, coalitionDegreesOfFreedom].compactMap { $0?.count })
    precondition(counts.count == 1, "errors of equally many values, from at least one source")
    (self.coalitions, self.background, self.refits) = (coalitions, background, refits)
    self.coalitionDegreesOfFreedom = coalitionDegreesOfFreedom
    self.backgroundDegreesOfFreedom = backgroundDegreesOfFreedom
  }

  /// The number of values.
  public var count: Int { (coalitions ?? background ?? refits ?? []).count }

  /// The square root of the sum of the squared errors, the sources being independent.
  public var total: [Double] {
    let sources = [coalitions, background, refits].compactMap(\.self)
    return (0..<count).map { index in
      sources.reduce(0) { $0 + $1[index] * $1[index] }.squareRoot()
    }
  }
}
