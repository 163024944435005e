extension String {
  /// The text as a message can show it: at most `longest` characters, control characters and other
  /// invisible ones escaped, so that a text from a file can change neither the terminal nor the
  /// lines around it.
  package func legible(atMost longest: Int = 80) -> String {
    var shown = ""
    for (count, scalar) in unicodeScalars.enumerated() {
      if count == longest { return shown + "…" }
      switch scalar.properties.generalCategory {
      case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate:
        shown += scalar.escaped(asASCII: true)
      default: shown.unicodeScalars.append(scalar)
      }
    }
    return shown
  }
}
