/// The order in which classes and groups are counted and shown.
public enum ClassOrder {
  /// Whether one name comes before another: numbers by value before texts, texts by their letters.
  public static func precedes(_ left: String, _ right: String) -> Bool {
    switch (Double(left), Double(right)) {
    case (let a?, let b?) where a != b: a < b
    case (_?, nil): true
    case (nil, _?): false
    default: left < right
    }
  }
}
