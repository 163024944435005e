/// A colour of the design, by the part it plays, with its value in both schemes.
///
/// The contrasts are those of WCAG 2.2: text 4.5:1, marks 3:1, against every ground they stand on.
enum Ink: String, CaseIterable, Sendable {
  case background = "bg"
  case surface
  case text
  case muted
  case axis
  case line
  case candidate = "cand"
  case production = "prod"
  case pass
  case inconclusive = "open"
  case fail
  case notEvaluated = "none"
  case passTint = "t-pass"
  case inconclusiveTint = "t-open"
  case failTint = "t-fail"
  case notEvaluatedTint = "t-none"
  case link
  case focus
  case sequential0 = "q0"
  case sequential1 = "q1"
  case sequential2 = "q2"
  case sequential3 = "q3"
  case sequential4 = "q4"
  case worse2 = "w2"
  case worse1 = "w1"
  case better1 = "b1"
  case better2 = "b2"
  case raises = "up"
  case lowers = "down"

  /// The colour on a light ground, which charts also carry as attributes.
  var light: String { values.light }

  /// The colour on a dark ground.
  var dark: String { values.dark }

  private var values: (light: String, dark: String) {
    switch self {
    case .background: ("#FFFFFF", "#0F1317")
    case .surface: ("#F6F7F9", "#171C22")
    case .text: ("#1A1D21", "#E8EBEF")
    case .muted: ("#565D66", "#A3ABB6")
    case .axis: ("#767D87", "#7C8591")
    case .line: ("#C9CED6", "#333B45")
    case .candidate: ("#0072B2", "#56B4E9")
    case .production: ("#6B7178", "#A0A8B2")
    case .pass: ("#00687A", "#4CC9DA")
    case .inconclusive: ("#8A5A00", "#F2C14E")
    case .fail: ("#A8123E", "#FF7D92")
    case .notEvaluated: ("#5B4B8A", "#B7A6F0")
    case .passTint: ("#E0F2F5", "#0B2A30")
    case .inconclusiveTint: ("#FDF1DC", "#2E230C")
    case .failTint: ("#FCE8EC", "#361820")
    case .notEvaluatedTint: ("#EEEAF8", "#221C38")
    case .link: ("#005A9C", "#7CC0FF")
    case .focus: ("#0B57D0", "#A8C7FA")
    case .sequential0: ("#C7D9EE", "#24415F")
    case .sequential1: ("#8FB4D9", "#3A6A9A")
    case .sequential2: ("#4F87BF", "#5C97CC")
    case .sequential3: ("#1F5A96", "#93C1EC")
    case .sequential4: ("#0B2F5C", "#D3E6FA")
    case .worse2: ("#E39A6B", "#8F4A24")
    case .worse1: ("#F6DDCB", "#51301E")
    case .better1: ("#CFE3F2", "#1C3A50")
    case .better2: ("#7FB3DB", "#21618C")
    case .raises: ("#B8480A", "#F2955B")
    case .lowers: ("#0072B2", "#56B4E9")
    }
  }

  /// The sequential ramp, least to most.
  static let sequential: [Ink] = [
    .sequential0, .sequential1, .sequential2, .sequential3, .sequential4,
  ]
}
