internal import VaglioGates
internal import VaglioStatistics

/// One false alarm in so many days, over everything that is watched of a model, shared out.
///
/// With shares wᵢ that sum to 1, watch i may ring falsely wᵢ times in `days` on average:
/// - *detector*, m of them: run length A = days·rows/(wᵢ/m) each, since rates of alarms add up and a
///   detector's is at most rows/A (Shin, Ramdas and Rinaldo 2023, arXiv:2203.03532);
/// - *e-process*, one family: α = wᵢ/(1 + wᵢ), for with a restart after each alarm α/(1 − α) are to be
///   expected; it also restarts after `days`. An occasion counts once, however many segments it names;
/// - *window*, m of them: a one-sided level α = wᵢ/(days·looks·m) for each look.
///
/// It binds under any dependence between watches. `rowsPerDay` is the number of labelled rows of the
/// whole stream, which no segment exceeds; with more rows than promised alarms come as much oftener.
public struct FalseAlarmBudget: Hashable, Codable, Sendable {
  public let days: Double
  public let rowsPerDay: Double
  public let looksPerDay: Double

  /// What is watched in one way.
  public struct Claim: Hashable, Codable, Sendable {
    public enum Kind: String, Hashable, Codable, Sendable {
      case detector
      case eProcess = "e-process"
      case window
    }

    public let name: String
    public let kind: Kind
    /// How many watches there are of it, over segments.
    public let watches: Int
    public let weight: Double

    public init(name: String, kind: Kind, watches: Int, weight: Double = 1) {
      (self.name, self.kind, self.watches, self.weight) = (name, kind, watches, weight)
    }
  }

  /// A claim with what it may spend.
  public struct Share: Hashable, Codable, Sendable {
    public let claim: Claim
    /// False alarms in `days` that are to be expected of it at most.
    public let alarms: Double
    /// Of a detector the run length A; else α.
    public let threshold: Double
  }

  public init(days: Double, rowsPerDay: Double, looksPerDay: Double) throws(MonitoringError) {
    for (name, number) in [
      ("days", days), ("rows-per-day", rowsPerDay), ("looks-per-day", looksPerDay),
    ] where !(number > 0 && number.isFinite) {
      throw .setting(name, expected: "a number above 0, not \(number)")
    }
    (self.days, self.rowsPerDay, self.looksPerDay) = (days, rowsPerDay, looksPerDay)
  }

  /// The shares, in the order of the claims; by weight, all claims of a kind counted whole.
  public func shares(of claims: [Claim]) throws(MonitoringError) -> [Share] {
    guard claims.allSatisfy({ $0.weight > 0 && $0.weight.isFinite && $0.watches > 0 }) else {
      throw .setting("weight", expected: "above 0, of at least one watch")
    }
    let total = claims.reduce(0) { $0 + $1.weight }
    return try claims.mapped { (claim: Claim) throws(MonitoringError) in
      let alarms = claim.weight / total
      return Share(claim: claim, alarms: alarms, threshold: try threshold(claim, alarms))
    }
  }

  private func threshold(_ claim: Claim, _ alarms: Double) throws(MonitoringError) -> Double {
    switch claim.kind {
    case .eProcess: return alarms / (1 + alarms)
    case .window: return min(0.25, alarms / (days * looksPerDay * Double(claim.watches)))
    case .detector:
      do {
        return max(
          2,
          try RunLengthBudget.threshold(
            days: days / alarms, rowsPerDay: rowsPerDay, monitors: claim.watches))
      } catch {
        throw .evidence(error.description)
      }
    }
  }

  /// The shares as a table of text, one line each.
  public func table(_ shares: [Share]) -> String {
    let rows = shares.map { share in
      [
        share.claim.name, share.claim.kind.rawValue, "\(share.claim.watches)",
        NumberText.rounded(share.alarms),
        (share.claim.kind == .detector ? "A = " : "α = ") + NumberText.rounded(share.threshold),
      ]
    }
    let head = ["watch", "kind", "watches", "alarms in \(NumberText.rounded(days)) d", "threshold"]
    let widths = head.indices.map { column in
      ([head] + rows).map { $0[column].count }.max() ?? 0
    }
    return ([head] + rows).map { row in
      let cells = zip(row, widths).map { $0 + String(repeating: " ", count: $1 - $0.count) }
      return String(cells.joined(separator: "  ").reversed().drop { $0 == " " }.reversed())
    }.joined(separator: "\n") + "\n"
  }
}
