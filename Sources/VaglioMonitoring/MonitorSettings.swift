public import VaglioFindings

/// What a monitor is set up with.
public struct MonitorSettings: Sendable {
  /// When labelled rows go into sequential evidence.
  public enum EvidenceOrder: String, CaseIterable, Codable, Hashable, Sendable {
    /// As labels come: soon, but sound only if the time a label takes does not hang on what it says.
    case labelArrival = "label-arrival"
    /// When the horizon of their step has passed: late, but sound for labels that differ in delay. A
    /// label corrected until then goes in as corrected.
    case horizon
  }

  public var task: MonitoredTask
  public var plan: WindowPlan
  public var subject: Subject
  public var segments: SegmentColumns
  public var log: EventLog.Settings
  public var alerts: AlertRules?
  public var level: ConfidenceLevel
  public var evidenceOrder: EvidenceOrder
  /// Whether each window is reported when it ends as well, and not only when it is final.
  public var reportsEndedWindows: Bool
  /// The most predictions and waiting labels that are held; see ``EventTally/droppedAtCapacity``.
  public var capacity: Int
  /// The most labelled rows on which an alert's segments are tested again.
  public var recentRows: Int
  /// Estimates of the metrics of each window that need no labels, if there is a reference. They are made
  /// once, when the window ends, and can be watched as measures: `estimated_roc_auc`.
  public var estimates: EstimateWatch?
  /// What scores meant on a reference, for the watch of calibration alone.
  public var recalibration: ScoreRecalibration?

  /// Settings; what is left out has its usual value.
  public init(
    task: MonitoredTask, plan: WindowPlan, subject: Subject = .model,
    segments: SegmentColumns = .none, log: EventLog.Settings = EventLog.Settings(),
    alerts: AlertRules? = nil, level: ConfidenceLevel = .ninetyFivePercent,
    evidenceOrder: EvidenceOrder = .labelArrival, reportsEndedWindows: Bool = false,
    capacity: Int = 20_000_000, recentRows: Int = 100_000, estimates: EstimateWatch? = nil,
    recalibration: ScoreRecalibration? = nil
  ) {
    (self.task, self.plan, self.subject, self.segments) = (task, plan, subject, segments)
    (self.log, self.alerts, self.level) = (log, alerts, level)
    (self.evidenceOrder, self.reportsEndedWindows) = (evidenceOrder, reportsEndedWindows)
    (self.capacity, self.recentRows, self.estimates) = (capacity, recentRows, estimates)
    self.recalibration = recalibration
  }
}
