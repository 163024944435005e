internal import Synchronization

/// The plans of an explainer, and their tables where they are small: what calls share. A class, since
/// copies of the explainer share it too.
final class TreePlanCache: Sendable {
  /// What a plan is for.
  struct Key: Hashable {
    let semivalue: Semivalue
    let hasPairs: Bool
  }

  /// The most values of tables that are kept: 128 MiB.
  private static let mostValues = 1 << 24

  private let plans = Mutex<[Key: TreePlan]>([:])
  private let tables = Mutex<[Key: [[Double]]]>([:])

  /// The plan for a purpose, made at the first call.
  func plan(_ key: Key, make: () -> TreePlan) -> TreePlan {
    plans.withLock { plans in
      if let plan = plans[key] { return plan }
      let plan = make()
      plans[key] = plan
      return plan
    }
  }

  /// The tables of each group of a plan, filled at the first call; `nil` where they are too large to
  /// be kept.
  func tables(_ key: Key, of plan: TreePlan, fill: (TreePlan.Group) -> [Double]) -> [[Double]]? {
    guard plan.groups.reduce(0, { $0 + $1.valueCount }) <= Self.mostValues else { return nil }
    return tables.withLock { tables in
      if let own = tables[key] { return own }
      let own = plan.groups.map(fill)
      tables[key] = own
      return own
    }
  }
}
