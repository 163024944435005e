/// A piece of a page, a drawing or an XML document.
///
/// Names of elements and attributes are literals of this program; everything else is text, and
/// text is escaped when it is written. So nothing from outside can become markup.
indirect enum Markup: Sendable {
  case text(String)
  case node(Element)
  case group([Markup])
  /// The page's style sheet, which holds nothing from outside.
  case style(StyleSheet)

  /// An element with its attributes and content.
  struct Element: Sendable {
    let name: StaticString
    let attributes: [Attribute]
    let children: [Markup]
  }

  /// An attribute; its value is escaped when it is written.
  struct Attribute: Sendable {
    let name: StaticString
    let value: String
  }

  /// An element.
  static func element(
    _ name: StaticString, _ attributes: KeyValuePairs<StaticString, String> = [:],
    _ children: Markup...
  ) -> Markup {
    element(name, attributes, containing: children)
  }

  /// An element around a list.
  static func element(
    _ name: StaticString, _ attributes: KeyValuePairs<StaticString, String> = [:],
    containing children: [Markup]
  ) -> Markup {
    .node(
      Element(
        name: name,
        attributes: attributes.map { Attribute(name: $0.key, value: $0.value) },
        children: children))
  }
}

extension Markup: ExpressibleByStringLiteral, ExpressibleByStringInterpolation,
  ExpressibleByArrayLiteral
{
  init(stringLiteral text: String) { self = .text(text) }
  init(arrayLiteral pieces: Markup...) { self = .group(pieces) }
}

extension Markup {
  /// A name from outside: isolated from the direction of the text around it, and shortened.
  static func name(_ name: String, limit: Int = 48) -> Markup {
    let shown = SafeText.shortened(name, to: limit)
    return .element("bdi", [:], .text(shown.isEmpty ? "(empty)" : shown))
  }

  /// Emphasis.
  static func strong(_ pieces: Markup...) -> Markup { .element("strong", [:], containing: pieces) }

  /// A word of the program: a digest, an option, a name in the record.
  static func code(_ text: String) -> Markup { .element("code", [:], .text(text)) }

  /// Text of the second rank.
  static func small(_ pieces: Markup...) -> Markup { .element("small", [:], containing: pieces) }

  /// A paragraph.
  static func paragraph(_ pieces: Markup...) -> Markup { .element("p", [:], containing: pieces) }

  /// A link within the page.
  static func link(to identifier: String, _ pieces: Markup...) -> Markup {
    .element("a", ["href": "#\(identifier)"], containing: pieces)
  }

  /// The text of a piece without its elements.
  var plainText: String {
    switch self {
    case .text(let text): text
    case .node(let element): element.children.map(\.plainText).joined()
    case .group(let pieces): pieces.map(\.plainText).joined()
    case .style: ""
    }
  }
}
