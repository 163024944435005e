/// The parts of the name of a measure about all groups of a slicing: `recall.worst_group[by=sex]`.
struct GroupMeasureName: Hashable, Sendable {
  /// The name before the brackets.
  let base: String
  /// The slicing: `sex`, `sex*race`.
  let slicing: String
  /// The other options as they are written: `against=overall`.
  let options: [String]

  /// The parts of a name; `nil` where it is about no slicing.
  init?(_ name: String) {
    guard name.hasSuffix("]"), let opening = Self.opening(of: name) else { return nil }
    let parts = Self.parts(of: name[name.index(after: opening)...].dropLast())
    guard let slicing = parts.first(where: { $0.hasPrefix("by=") }) else { return nil }
    base = String(name[..<opening])
    self.slicing = String(slicing.dropFirst(3))
    options = parts.filter { !$0.hasPrefix("by=") }
  }

  /// The last bracket that opens and is no part of an option's text.
  private static func opening(of name: String) -> String.Index? {
    var (found, escaping) = (String.Index?.none, false)
    for index in name.indices {
      if escaping {
        escaping = false
      } else if name[index] == "\\" {
        escaping = true
      } else if name[index] == "[" {
        found = index
      }
    }
    return found
  }

  /// The options, apart at each comma that no backslash stands before, without backslashes.
  private static func parts(of text: Substring) -> [String] {
    var (parts, current, escaping) = ([String](), "", false)
    for character in text {
      if !escaping, character == "\\" {
        escaping = true
      } else if !escaping, character == "," {
        parts.append(current)
        current = ""
      } else {
        current.append(character)
        escaping = false
      }
    }
    return parts + [current]
  }
}
