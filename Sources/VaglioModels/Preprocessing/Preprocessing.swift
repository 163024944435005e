/// How the columns that a model takes become the columns that it was fitted to: scaled, filled,
/// coded, split into indicators.
///
/// Every step makes one column out of columns that stand before it: first the inputs in their order,
/// then the steps' columns in theirs. So a column is an index, and it is known of every encoded
/// column which inputs it was made from.
public struct Preprocessing: Hashable, Sendable {
  /// The columns that go in.
  public let inputs: [Feature]
  /// The columns that are made, in their order.
  public let steps: [Step]
  /// The columns that come out.
  public let outputs: [Output]
  /// For each output the indices of the inputs that it was made from, ascending: one but for
  /// normalised rows.
  public let origins: [[Int]]

  /// How one column is made.
  public enum Step: Hashable, Sendable {
    /// The operations, one after the other, on a column of numbers.
    case arithmetic(of: Int, [Operation])
    /// Numbers for the levels of a column.
    case coded(Int, Coding)
    /// A column of texts with another text where one is missing.
    case filled(Int, with: String)
    /// The length of each row of some columns of numbers.
    case norm(of: [Int], Norm)
    /// A column of numbers, which are refused where one is missing or not whole.
    case whole(Int)
    /// A column of numbers divided by another; where the divisor is 0 the dividend stays.
    case quotient(of: Int, by: Int)
  }

  /// How long a row of numbers is.
  public enum Norm: String, Hashable, Sendable {
    /// Σ |x|
    case l1
    /// √Σ x²
    case l2
    /// max |x|
    case maximum
  }

  /// A column that comes out.
  public struct Output: Hashable, Sendable {
    /// The column: an index among inputs and steps.
    public let column: Int
    /// The name: the input's, or `color=red` for an indicator.
    public let name: String

    /// A column under a name.
    public init(_ column: Int, name: String) { (self.column, self.name) = (column, name) }
  }

  /// A preprocessing of these parts.
  ///
  /// - Precondition: steps and outputs name columns before them, numbers where numbers are needed
  ///   and texts where texts are.
  public init(inputs: [Feature], steps: [Step], outputs: [Output]) {
    (self.inputs, self.steps, self.outputs) = (inputs, steps, outputs)
    var isText = inputs.map(\.kind.isText)
    var sources = inputs.indices.map { [$0] }
    for step in steps {
      precondition(step.columns.allSatisfy { isText.indices.contains($0) }, "a column before it")
      precondition(step.columns.allSatisfy { step.takes(text: isText[$0]) }, "a column of its kind")
      isText.append(step.isText)
      sources.append(Set(step.columns.flatMap { sources[$0] }).sorted())
    }
    precondition(outputs.allSatisfy { isText.indices.contains($0.column) }, "a column that exists")
    origins = outputs.map { sources[$0.column] }
  }

  /// Whether the inputs come out as they are.
  public var isIdentity: Bool {
    outputs.map(\.column) == Array(inputs.indices)
  }
}

extension Preprocessing.Step {
  /// The columns that are looked at.
  public var columns: [Int] {
    switch self {
    case .arithmetic(let column, _), .coded(let column, _), .filled(let column, _),
      .whole(let column):
      [column]
    case .norm(let columns, _): columns
    case .quotient(let column, let divisor): [column, divisor]
    }
  }

  /// Whether the column that is made holds texts.
  public var isText: Bool {
    if case .filled = self { true } else { false }
  }

  fileprivate func takes(text isText: Bool) -> Bool {
    switch self {
    case .coded(_, let coding): coding.levels.areTexts == isText
    case .filled: isText
    case .arithmetic, .norm, .quotient, .whole: !isText
    }
  }
}

extension Feature.Kind {
  /// Whether a column of this kind holds texts.
  public var isText: Bool {
    switch self {
    case .number, .code: false
    case .category, .text: true
    }
  }
}
