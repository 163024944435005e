import Foundation

#if canImport(FoundationXML)
  import FoundationXML
#endif

/// A page or a document as an XML parser that is not ours reads it.
final class Page: NSObject, XMLParserDelegate {
  struct Element {
    let name: String
    let attributes: [String: String]
    var text: String
    /// The names of the elements around it, outermost first.
    let ancestors: [String]
    /// The identifiers of the elements around it, outermost first, and its own.
    let identifiers: [String]
  }

  private(set) var elements: [Element] = []
  private(set) var problem: String?
  private var open: [Int] = []

  init(_ bytes: [UInt8]) {
    super.init()
    let parser = XMLParser(data: Data(bytes))
    parser.delegate = self
    if !parser.parse() {
      problem = "line \(parser.lineNumber): \(String(describing: parser.parserError))"
    }
  }

  func named(_ name: String) -> [Element] { elements.filter { $0.name == name } }

  /// The text of the element with an identifier, with all below it.
  func text(of identifier: String) -> String {
    elements.first { $0.attributes["id"] == identifier }?.text ?? ""
  }

  func parser(
    _ parser: XMLParser, didStartElement name: String, namespaceURI: String?,
    qualifiedName: String?, attributes: [String: String] = [:]
  ) {
    let parent = open.last.map { elements[$0] }
    elements.append(
      Element(
        name: name, attributes: attributes, text: "",
        ancestors: (parent?.ancestors ?? []) + (parent.map { [$0.name] } ?? []),
        identifiers: (parent?.identifiers ?? []) + (attributes["id"].map { [$0] } ?? [])))
    open.append(elements.count - 1)
  }

  func parser(
    _ parser: XMLParser, didEndElement name: String, namespaceURI: String?, qualifiedName: String?
  ) {
    open.removeLast()
  }

  func parser(_ parser: XMLParser, foundCharacters text: String) {
    for index in open { elements[index].text += text }
  }
}
