/// Checks a message about an input: there is one, it is not long, and what it quotes of the input
/// can't change the terminal or the text around it.
func expectLegible(_ message: String) {
  expect(!message.isEmpty, "a message is empty")
  expect(message.utf8.count <= 2_000, "a message has \(message.utf8.count) bytes: \(message)")
  for scalar in message.unicodeScalars {
    switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate:
      fatalError("a message has the character \(scalar.escaped(asASCII: true)): \(message)")
    default: break
    }
  }
}
