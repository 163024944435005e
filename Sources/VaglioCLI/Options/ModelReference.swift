/// A model as the command line names it: `column:NAME`, scores that stand in the data.
struct ModelReference: Hashable {
  /// The column that holds the scores.
  let column: String

  /// The model that an option names; `role` is the option's name.
  init(_ text: String, role: String) throws(Trouble) {
    let scheme = "column:"
    guard text.hasPrefix(scheme), text.count > scheme.count else {
      throw Trouble(
        "--\(role) \(text): this version reads no model files; put the model's scores into the "
          + "data, and pass --\(role) column:NAME")
    }
    column = String(text.dropFirst(scheme.count))
  }
}
