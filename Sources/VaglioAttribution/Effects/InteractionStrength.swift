internal import VaglioEvaluation
public import VaglioFindings
internal import VaglioModels
internal import VaglioStatistics

/// How much of what two features do together is more than the sum of what each does by itself:
/// Friedman's H² (Friedman and Popescu 2008, doi:10.1214/07-AOAS148, equations 44 to 46).
///
/// With centred partial dependence functions over the rows, of a pair
/// H² = Σ(PDⱼₖ − PDⱼ − PDₖ)²/Σ PDⱼₖ², of one feature against all others
/// H² = Σ(f − PDⱼ − PD₋ⱼ)²/Σ f².
///
/// **Two traps.** (1) The partial dependences are means over few rows, whose noise is squared: H² is too
/// great on average, and above 0 where the truth is 0 and features of the pair act together with
/// others. ``corrected`` has the bias taken off numerator and denominator that the jackknife finds, and
/// the interval is that of it. (2) H² is a share: of a pair that does next to nothing the denominator is small, and a
/// trifle of an interaction looks great (Inglis, Parnell and Hurley 2022,
/// doi:10.1080/10618600.2021.2007935). ``strength``, the root of the numerator's mean in the unit of the
/// answers, has no denominator.
///
/// Intervals are those of the jackknife over rows (or clusters), each left out both as one that is looked
/// at and as one that is averaged over, on the logarithmic scale, moved by the correction. In simulation
/// with 50 to 200 rows of normal numbers those of 95 % hold the truth in 87 to 99.7 % (percentiles of a
/// bootstrap in 77 to 94 %).
public struct InteractionStrength: Hashable, Sendable {
  /// The feature.
  public let feature: String
  /// The other feature; `nil` for all others.
  public let other: String?
  /// The output.
  public let output: String
  /// H² as it is defined; undefined where neither feature changes the answers.
  public let h2: Estimate
  /// H² less its bias, at least 0, with its interval; undefined where nothing is left below.
  public let corrected: Estimate
  /// The root of the mean square of the interaction less its bias, with its interval.
  public let strength: Estimate
  /// How many rows were looked at.
  public let rowCount: Int

  /// The findings `interaction_h2` and `interaction_strength`, with `feature`, `output` and, of a pair,
  /// `other` in brackets.
  public func findings(subject: Subject, slice: Slice = .all) -> [Finding] {
    var options = ["feature": feature, "output": output]
    options["other"] = other
    return [("interaction_h2", corrected), ("interaction_strength", strength)].map {
      base, estimate in
      Finding(
        measure: MetricName(base: base, options: options).description, subject: subject,
        slice: slice, estimate: estimate, count: rowCount)
    }
  }

  /// The exhibit `interaction_strength`: one line for each interaction.
  ///
  /// Words: `feature`; `other`, empty for all others; `output`. Numbers: `h2`; `h2_corrected` with
  /// `h2_lower`, `h2_upper`; `strength` with `lower`, `upper`. Scalars: `rows`.
  public static func exhibit(
    of interactions: [InteractionStrength], subject: Subject, slice: Slice = .all
  ) -> Exhibit {
    Exhibit(
      kind: "interaction_strength", subject: subject, slice: slice,
      series: [
        "feature": .words(interactions.map(\.feature)),
        "other": .words(interactions.map { $0.other ?? "" }),
        "output": .words(interactions.map(\.output)),
        "h2": .numbers(interactions.map(\.h2.value)),
        "h2_corrected": .numbers(interactions.map(\.corrected.value)),
        "h2_lower": .numbers(interactions.map { $0.corrected.interval?.lower }),
        "h2_upper": .numbers(interactions.map { $0.corrected.interval?.upper }),
        "strength": .numbers(interactions.map(\.strength.value)),
        "lower": .numbers(interactions.map { $0.strength.interval?.lower }),
        "upper": .numbers(interactions.map { $0.strength.interval?.upper }),
      ], scalars: ["rows": Double(interactions.first?.rowCount ?? 0)])
  }
}

/// How interactions are measured.
public struct InteractionPlan: Hashable, Sendable {
  /// How many rows are looked at, chosen by a hash: the model is asked about their square for each
  /// feature and pair.
  public let rows: Int
  /// What the choice hangs on, beside the rows' identities.
  public let seed: UInt64

  /// A plan.
  ///
  /// - Precondition: at least three rows.
  public init(rows: Int = 100, seed: UInt64 = 7) {
    precondition(rows > 2, "three rows at least")
    (self.rows, self.seed) = (rows, seed)
  }
}

extension FeatureEffects {
  /// The interactions of each of some features, by default of all, with all other features; for each
  /// output.
  public func interactions(
    of features: [Int]? = nil, plan: InteractionPlan = InteractionPlan()
  ) throws(AttributionError) -> [InteractionStrength] {
    let chosen = try sample(plan)
    var found: [InteractionStrength] = []
    for feature in features ?? Array(names.indices) {
      let crossed = try crossed([feature], chosen)
      found += outputs.indices.map { output in
        let own = crossed.values(output)
        // f(xᵢ) whatever row is averaged over, and the others' values with the averaged row's own.
        let whole = (0..<chosen.count).flatMap { row in
          [Double](repeating: own[row * chosen.count + row], count: chosen.count)
        }
        return strength(
          InteractionMatrices(
            joint: whole, parts: [own, InteractionMatrices.transposed(own, chosen.count)],
            count: chosen.count), [feature], output, chosen, plan)
      }
    }
    return found
  }

  /// The interactions of pairs of features, for each output.
  public func interactions(
    ofPairs pairs: [(Int, Int)], plan: InteractionPlan = InteractionPlan()
  ) throws(AttributionError) -> [InteractionStrength] {
    let chosen = try sample(plan)
    var single: [Int: CrossedAnswers] = [:]
    var found: [InteractionStrength] = []
    for (first, second) in pairs {
      precondition(first != second, "a pair of two features")
      for feature in [first, second] where single[feature] == nil {
        single[feature] = try crossed([feature], chosen)
      }
      guard let one = single[first], let other = single[second] else { continue }
      let both = try crossed([first, second], chosen)
      found += outputs.indices.map { output in
        strength(
          InteractionMatrices(
            joint: both.values(output), parts: [one.values(output), other.values(output)],
            count: chosen.count), [first, second], output, chosen, plan)
      }
    }
    return found
  }

  private func sample(_ plan: InteractionPlan) throws(AttributionError) -> [Int] {
    let chosen = chosenRows(plan.rows, seed: plan.seed).filter {
      (design.weights?[$0] ?? 1) > 0
    }
    guard chosen.count > 2 else {
      throw .refused("interactions take three rows that count, and there are \(chosen.count)")
    }
    guard chosen.count * chosen.count * outputs.count <= Substitution.mostValues else {
      throw .refused("\(chosen.count) rows are too many", remedy: "look at a few hundred")
    }
    return chosen
  }

  /// What the model says of every row beside every other row's values of some features.
  private func crossed(
    _ features: [Int], _ chosen: [Int]
  ) throws(AttributionError) -> CrossedAnswers {
    let count = chosen.count
    let together = max(1, 16384 / count)
    var values: [Double] = []
    for start in stride(from: 0, to: count, by: together) {
      let block = chosen[start..<min(count, start + together)]
      let looked = block.flatMap { row in [Int32](repeating: Int32(row), count: count) }
      let averaged = Array(block.map { _ in chosen.map { Int32($0) } }.joined())
      let asked = FeatureMatrix(
        rows.columns.indices.map { column in
          rows.columns[column].gathered(features.contains(column) ? looked : averaged)
        }, rowCount: looked.count)
      values += try model.answers(to: asked) { "composite row \($0 + 1)" }.values
    }
    return CrossedAnswers(all: values, outputCount: values.count / (count * count))
  }

  private func strength(
    _ matrices: InteractionMatrices, _ features: [Int], _ output: Int, _ chosen: [Int],
    _ plan: InteractionPlan
  ) -> InteractionStrength {
    let rows = design.taking(chosen.map { Int32($0) })
    let weights = chosen.indices.map { rows.weights?[$0] ?? 1 }
    let jackknife = matrices.jackknife(
      weights, keys: rows.resamplingKeys,
      areCounts: rows.clusters == nil && rows.weights?.kind == .frequency)
    let plain = jackknife.plain
    let own = plain.less(jackknife.bias)
    let reason = Undefined(
      plain.denominator > 0
        ? "what the features do is not more than noise" : "the features change no answer")
    func estimate(_ value: Double, _ bounds: (ConfidenceLevel) -> (Double, Double)?) -> Estimate {
      Estimate(
        value,
        Uncertainty(at: level) { level in
          bounds(level).map {
            Interval(lower: $0.0, upper: $0.1, level: level, method: "log-jackknife")
              .stretched(to: value)
          }
        })
    }
    return InteractionStrength(
      feature: names[features[0]].name,
      other: features.count > 1 ? names[features[1]].name : nil, output: outputs[output],
      h2: plain.h2.map { Estimate($0) } ?? .undefined(reason),
      corrected: own.h2.map { value in
        estimate(value) { jackknife.interval(corrected: value, level: $0, \.h2) }
      } ?? .undefined(reason),
      strength: estimate(own.strength) { level in
        jackknife.interval(corrected: own.numerator, level: level, \.numerator).map {
          ($0.lower.squareRoot(), $0.upper.squareRoot())
        }
      }, rowCount: chosen.count)
  }
}

/// What a model says of every row beside every other row's values: looked at × averaged over × outputs.
private struct CrossedAnswers {
  let all: [Double]
  let outputCount: Int

  func values(_ output: Int) -> [Double] {
    stride(from: output, to: all.count, by: outputCount).map { all[$0] }
  }
}
