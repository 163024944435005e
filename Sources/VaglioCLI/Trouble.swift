/// Something that the person at the command line can mend, in one sentence.
struct Trouble: Error, Hashable, CustomStringConvertible {
  /// What is wrong, and how to mend it.
  let description: String

  /// Trouble in these words.
  init(_ description: String) { self.description = description }
}
