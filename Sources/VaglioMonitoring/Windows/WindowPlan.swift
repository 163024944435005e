/// Which stretches of time are looked at together, and how long labels may take.
///
/// Time is cut into steps aligned with 1970-01-01T00:00Z plus an offset: with steps of a day, UTC days. A
/// window is `width` long and begins at every step; width and step equal make windows tumbling, else
/// they slide. A prediction belongs to the windows that hold its own time, from their start up to but
/// without their end. A label counts if it is known within `horizon` after its prediction; a window is
/// final when the horizon of its last prediction has passed.
public struct WindowPlan: Hashable, Codable, Sendable {
  /// No monitor takes more steps than this, so that one wild time cannot keep it busy for ever.
  public static let mostLooks = 200_000
  /// No window has more steps.
  static let mostSteps = 10_000

  public let width: TimeSpan
  public let step: TimeSpan
  public let horizon: TimeSpan
  public let offset: TimeSpan

  /// Windows; `width` must be a whole number of steps. `step` is the width where it is left out.
  public init(
    width: TimeSpan, step: TimeSpan? = nil, horizon: TimeSpan, offset: TimeSpan = .zero
  ) throws(MonitoringError) {
    let step = step ?? width
    guard step.microseconds >= 1000 else {
      throw .setting("step", expected: "at least a millisecond, not \(step)")
    }
    guard width >= step, width.microseconds % step.microseconds == 0,
      width.microseconds / step.microseconds <= Self.mostSteps
    else {
      throw .setting(
        "width", expected: "1 to \(Self.mostSteps) whole steps of \(step), not \(width)")
    }
    guard horizon >= .zero, horizon.microseconds / step.microseconds <= Self.mostSteps else {
      throw .setting("horizon", expected: "0 to \(Self.mostSteps) steps of \(step), not \(horizon)")
    }
    guard offset.microseconds.magnitude < step.microseconds.magnitude else {
      throw .setting("offset", expected: "shorter than a step of \(step), not \(offset)")
    }
    (self.width, self.step, self.horizon, self.offset) = (width, step, horizon, offset)
  }

  /// How many steps a window is wide.
  var stepsPerWindow: Int { Int(width.microseconds / step.microseconds) }

  /// How many steps after a step its labels are all here.
  var stepsToHorizon: Int {
    Int((horizon.microseconds + step.microseconds - 1) / step.microseconds)
  }

  /// The number of the step that holds a moment.
  public func step(of time: Instant) -> Int {
    let (shifted, isOver) = time.microseconds.subtractingReportingOverflow(offset.microseconds)
    let place = isOver ? time.microseconds : shifted
    let (quotient, remainder) = place.quotientAndRemainder(dividingBy: step.microseconds)
    return Int(remainder < 0 ? quotient - 1 : quotient)
  }

  /// When a step begins; held at the ends of the range.
  func start(ofStep number: Int) -> Instant {
    let (product, isOver) = Int64(number).multipliedReportingOverflow(by: step.microseconds)
    guard !isOver else { return Instant(microseconds: number > 0 ? .max : .min) }
    return Instant(microseconds: product).advanced(by: offset)
  }
}
