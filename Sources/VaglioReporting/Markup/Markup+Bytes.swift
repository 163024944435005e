extension Markup {
  /// The piece as UTF-8, in a spelling that HTML and XML parsers read alike: quoted attributes,
  /// every element closed, no named entities but the five of XML.
  var bytes: [UInt8] {
    var bytes: [UInt8] = []
    append(to: &bytes)
    return bytes
  }

  fileprivate func append(to bytes: inout [UInt8]) {
    switch self {
    case .text(let text): Self.append(text, quoting: false, to: &bytes)
    case .node(let element): element.append(to: &bytes)
    case .group(let pieces): for piece in pieces { piece.append(to: &bytes) }
    case .style(let sheet): bytes += sheet.text.utf8
    }
  }

  fileprivate static func append(_ text: String, quoting: Bool, to bytes: inout [UInt8]) {
    for byte in SafeText.cleaned(text).utf8 {
      switch byte {
      case UInt8(ascii: "&"): bytes += "&amp;".utf8
      case UInt8(ascii: "<"): bytes += "&lt;".utf8
      case UInt8(ascii: ">"): bytes += "&gt;".utf8
      case UInt8(ascii: "\"") where quoting: bytes += "&quot;".utf8
      case 0x0A where quoting: bytes += "&#10;".utf8
      case 0x0D: bytes.append(UInt8(ascii: " "))
      default: bytes.append(byte)
      }
    }
  }

  /// Elements that never have content, which HTML wants without a closing tag; and empty shapes.
  fileprivate static func closesItself(_ element: Element) -> Bool {
    switch element.name.description {
    case "meta", "link", "br", "hr", "col": true
    case "line", "circle", "rect", "path": element.children.isEmpty
    default: false
    }
  }
}

extension Markup.Element {
  fileprivate func append(to bytes: inout [UInt8]) {
    bytes += "<\(name)".utf8
    for attribute in attributes {
      bytes += " \(attribute.name)=\"".utf8
      Markup.append(attribute.value, quoting: true, to: &bytes)
      bytes.append(UInt8(ascii: "\""))
    }
    guard !Markup.closesItself(self) else {
      bytes += "/>".utf8
      return
    }
    bytes.append(UInt8(ascii: ">"))
    for child in children { child.append(to: &bytes) }
    bytes += "</\(name)>".utf8
  }
}
