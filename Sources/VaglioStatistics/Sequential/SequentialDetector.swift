/// A watch over a stream that may be looked at after every row.
///
/// It takes rows until its alarm rings; then it takes no more until ``reset()``. So whoever feeds it
/// decides what an alarm means, and the rows at which alarms ring do not depend on how the stream was
/// cut into blocks. The state is a value: saved, compared, resumed.
public protocol SequentialDetector: Codable, Hashable, Sendable {
  /// How many rows were taken since the start or the last reset.
  var rowCount: Int { get }
  /// How much speaks against stability now, beside what it takes for an alarm.
  var evidence: SequentialEvidence { get }
  /// Whether the alarm rang at the last row taken.
  var isAlarmed: Bool { get }
  /// The first row, from 0 since the start or the last reset, of the stretch that carries the
  /// evidence: the method's estimate of when it began. `nil` when there is none, or the method
  /// cannot tell.
  var startOfEvidence: Int? { get }

  /// Takes rows of weight 1 in their order, up to the end or to the row that rings the alarm, and
  /// says how many; 0 while alarmed. A block with a bad value is refused as a whole.
  mutating func take(_ values: UnsafeBufferPointer<Double>) throws(SequentialError) -> Int

  /// Forgets what was taken; keeps the settings.
  mutating func reset()
}

/// The evidence of a detector beside its threshold.
public struct SequentialEvidence: Hashable, Sendable {
  /// What kind of number it is.
  public enum Scale: String, Codable, Hashable, Sendable {
    /// The natural logarithm of an e-value; the alarm is due at the threshold or above.
    case logEValue = "log-e-value"
    /// The logarithm of an e-detector, whose threshold bounds the mean run length.
    case logEDetector = "log-e-detector"
    /// A statistic of the method's own, in its units.
    case statistic
  }

  public let scale: Scale
  /// The evidence; −∞ when nothing speaks for a change.
  public let value: Double
  /// What the alarm waits for.
  public let threshold: Double

  public init(_ scale: Scale, _ value: Double, threshold: Double) {
    (self.scale, self.value, self.threshold) = (scale, value, threshold)
  }

  /// The share of the threshold that is reached, 0 where nothing speaks for a change.
  public var share: Double { threshold > 0 ? max(0, value / threshold) : 0 }
}

/// An alarm in a stream.
public struct SequentialAlarm: Codable, Hashable, Sendable {
  /// The row, from 0 in the stream, at which it rang.
  public let row: Int
  /// The first row of the stretch that carries the evidence, if the method can tell.
  public let start: Int?

  public init(row: Int, start: Int?) { (self.row, self.start) = (row, start) }
}

extension SequentialDetector {
  /// Takes an array; see ``take(_:)-(UnsafeBufferPointer<Double>)``.
  public mutating func take(_ values: [Double]) throws(SequentialError) -> Int {
    var result = Result<Int, SequentialError>.success(0)
    values.withUnsafeBufferPointer { block in
      result = Result { () throws(SequentialError) in try take(block) }
    }
    return try result.get()
  }

  /// Takes all rows, resetting after each alarm, and says where the alarms rang; rows count from 0
  /// in this call's stream.
  public mutating func alarms(in values: [Double]) throws(SequentialError) -> [SequentialAlarm] {
    var found: [SequentialAlarm] = []
    var taken = 0
    while taken < values.count {
      if isAlarmed { reset() }
      let before = rowCount
      taken += try take(Array(values[taken...]))
      guard isAlarmed else { break }
      let start = startOfEvidence.map { taken - (rowCount - $0) }
      found.append(SequentialAlarm(row: taken - 1, start: start.map { max($0, -before) }))
    }
    return found
  }
}
