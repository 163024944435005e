public import VaglioFindings
internal import VaglioTables

/// Something that happened: a model predicted, a label became known, a label was put right.
///
/// The order of events is that of their times; at one time predictions come before labels and labels
/// before corrections, then ids decide, then contents. It is total: equal events are the same.
public struct MonitoredEvent: Hashable, Codable, Sendable {
  public enum Kind: UInt8, Codable, Hashable, Sendable {
    case prediction
    case label
    case correction
  }

  public let kind: Kind
  /// Whose prediction it is, or is about.
  let subjectCode: UInt8
  /// The number of the class that is predicted, from 1; 0 where the task has no classes by number.
  let classCode: UInt16
  /// The prediction's identity, hashed.
  public let key: UInt64
  /// When the prediction was made, when the label became known.
  public let time: Instant
  /// The score or predicted number, the label; NaN where it is missing.
  public let value: Double
  public let segments: SegmentCodes

  private init(
    _ kind: Kind, _ key: UInt64, _ time: Instant, _ value: Double, _ subject: Subject,
    _ segments: SegmentCodes, classCode: UInt16 = 0
  ) {
    (self.kind, self.key, self.time, self.segments) = (kind, key, time, segments)
    self.classCode = classCode
    // One NaN and one zero, so that equal events have equal bits.
    self.value = value.isNaN ? .nan : value + 0
    subjectCode = UInt8(Subject.allCases.firstIndex(of: subject) ?? 0)
  }

  /// A model predicted; `score` is `nil` where there is none.
  public static func prediction(
    key: UInt64, at time: Instant, score: Double?, by subject: Subject = .model,
    in segments: SegmentCodes = SegmentCodes()
  ) -> Self {
    Self(.prediction, key, time, score ?? .nan, subject, segments)
  }

  /// A model of several classes predicted one, by its number from 0, and with this probability;
  /// `nil` where it says none.
  ///
  /// - Precondition: a number below 65,535 that is not negative.
  public static func prediction(
    key: UInt64, at time: Instant, class number: Int, confidence: Double?,
    by subject: Subject = .model, in segments: SegmentCodes = SegmentCodes()
  ) -> Self {
    precondition(0..<Int(UInt16.max) ~= number, "class \(number)")
    return Self(
      .prediction, key, time, confidence ?? .nan, subject, segments, classCode: UInt16(number + 1))
  }

  /// A label became known: 1 or 0 for a class, of several classes the number of the class from 0, else
  /// the number that came true.
  public static func label(
    key: UInt64, at time: Instant, value: Double, of subject: Subject = .model
  ) -> Self { Self(.label, key, time, value, subject, SegmentCodes()) }

  /// A label was put right.
  public static func correction(
    key: UInt64, at time: Instant, value: Double, of subject: Subject = .model
  ) -> Self { Self(.correction, key, time, value, subject, SegmentCodes()) }

  /// The key of an id: the same text, the same prediction.
  public static func key(id: String) -> UInt64 { RowKey.hash(id) }

  /// Whose prediction it is.
  public var subject: Subject { Subject.allCases[Int(subjectCode) % Subject.allCases.count] }

  public static func == (left: Self, right: Self) -> Bool {
    left.time == right.time && left.key == right.key && left.kind == right.kind
      && left.value.bitPattern == right.value.bitPattern && left.segments == right.segments
      && left.subjectCode == right.subjectCode && left.classCode == right.classCode
  }

  public func hash(into hasher: inout Hasher) {
    hasher.combine(time)
    hasher.combine(key)
    hasher.combine(kind)
    hasher.combine(value.bitPattern)
  }
}

extension MonitoredEvent: Comparable {
  public static func < (left: Self, right: Self) -> Bool {
    if left.time != right.time { return left.time < right.time }
    if left.kind != right.kind { return left.kind.rawValue < right.kind.rawValue }
    if left.key != right.key { return left.key < right.key }
    return left.precedesInContent(right)
  }

  /// The order of contents: by value's bits, then by segments, then by subject.
  private func precedesInContent(_ other: Self) -> Bool {
    if value.bitPattern != other.value.bitPattern {
      return value.bitPattern < other.value.bitPattern
    }
    if classCode != other.classCode { return classCode < other.classCode }
    for place in 0..<SegmentColumns.mostColumns
    where segments.numbers[place] != other.segments.numbers[place] {
      return segments.numbers[place] < other.segments.numbers[place]
    }
    return subjectCode < other.subjectCode
  }
}
