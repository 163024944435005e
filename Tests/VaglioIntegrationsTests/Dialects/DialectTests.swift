import Testing
import VaglioModels
import VaglioTables

@testable import VaglioIntegrations

/// Requests and answers against those of the real servers.
struct DialectTests {
  private let rows = RecordedAnswer.rows
  private let features = RecordedAnswer.features

  private func openInference(
    _ metadata: [TensorSpecification] = [], _ change: (inout ServerOptions) -> Void = { _ in }
  ) throws -> OpenInferenceDialect {
    var options = ServerOptions()
    change(&options)
    return try OpenInferenceDialect(features: features, options: options, metadata: metadata)
  }

  private func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

  @Test
  func `a matrix is written as MLServer takes it`() throws {
    let dialect = try openInference { $0.output = "predict_proba" }
    #expect(
      text(try dialect.request(0..<2, of: rows))
        == #"{"inputs":[{"name":"input-0","shape":[2,6],"datatype":"FP64","data":[18.81,19.98,120.9,"#
        + #"1102,0.08923,0.05884,12.62,23.97,81.35,496.4,0.07903,0.07529]}],"#
        + #""outputs":[{"name":"predict_proba"}]}"#)
  }

  @Test
  func `columns are written as MLServer takes them`() throws {
    let dialect = try openInference { $0.layout = .columns }
    let request = text(try dialect.request(0..<3, of: rows))
    let start =
      #"{"parameters":{"content_type":"pd"},"inputs":[{"name":"mean_radius","shape":[3,1],"#
      + #""datatype":"FP64","data":[18.81,12.62,11.41]},{"name":"mean_texture","#
    #expect(request.hasPrefix(start))
  }

  @Test
  func `metadata name the tensor, its type and its width`() throws {
    let metadata = try TensorSpecification.list(
      RecordedAnswer.document("mlserver/model-metadata-sk.json")["inputs"])
    #expect(metadata == [TensorSpecification(name: "input-0", datatype: .fp64, shape: [-1, 6])])
    let single = [TensorSpecification(name: "x", datatype: .fp32, shape: [-1, 6])]
    let request = text(try openInference(single).request(0..<1, of: rows))
    #expect(
      request
        == #"{"inputs":[{"name":"x","shape":[1,6],"datatype":"FP32","data":[18.81,19.98,120.9,"#
        + #"1102,0.08923,0.05884]}]}"#)
    let narrow = [TensorSpecification(name: "x", datatype: .fp32, shape: [-1, 5])]
    let error = #expect(throws: ModelError.self) { try openInference(narrow) }
    #expect(error?.problem == "the model takes 5 features, and 6 are given")
    #expect(
      try TensorSpecification.list(
        RecordedAnswer.document("mlserver/model-metadata-xg.json")["inputs"]) == [])
  }

  @Test
  func `types are kept, and what they don't hold is refused`() throws {
    let features = [Feature("a"), Feature("b", kind: .text)]
    let metadata = [
      TensorSpecification(name: "a", datatype: .int64, shape: [-1]),
      TensorSpecification(name: "b", datatype: .bytes, shape: [-1, 1]),
    ]
    let dialect = try OpenInferenceDialect(
      features: features, options: ServerOptions(), metadata: metadata)
    let texts = FeatureMatrix.Column.texts(Categories(["x\"", nil]))
    let matrix = FeatureMatrix([.numbers([3, -4]), texts], rowCount: 2)
    #expect(
      text(try dialect.request(0..<2, of: matrix))
        == #"{"parameters":{"content_type":"pd"},"inputs":[{"name":"a","shape":[2],"datatype":"INT64","#
        + #""data":[3,-4]},{"name":"b","shape":[2,1],"datatype":"BYTES","parameters":"#
        + #"{"content_type":"str"},"data":["x\"",null]}]}"#)
    for bad in [0.5, .nan, 1e300] {
      let matrix = FeatureMatrix([.numbers([3, bad]), texts], rowCount: 2)
      let error = #expect(throws: ModelError.self) { try dialect.request(0..<2, of: matrix) }
      #expect(error?.problem.hasSuffix("in row 2, which INT64 doesn't hold") == true)
    }
  }

  @Test(arguments: [
    ("mlserver/infer-sk-proba.resp.json", 2, false, true),
    ("mlserver/infer-sk.resp.json", 1, true, false),
    ("mlserver/infer-sk-columns.resp.json", 1, true, false),
    ("mlserver/infer-xg.resp.json", 1, true, false), ("kserve/v2-infer.resp.json", 1, true, false),
  ])
  func `answers of the Open Inference Protocol are read`(
    path: String, width: Int, isWhole: Bool, isProbability: Bool
  ) throws {
    let answer = try openInference().answer(RecordedAnswer.document(path), rowCount: 3)
    #expect(answer.width == width)
    #expect(answer.isDeclaredWhole == isWhole)
    #expect(answer.isDeclaredProbability == isProbability)
    #expect(answer.cells == .numbers(width == 2 ? Self.open : [0, 1, 1]))
  }

  /// MLServer's own rounding of the last digit differs from Seldon Core's.
  private static let open: [Double] = [
    0.9258176320211656, 0.07418236797883439, 0.057886399274782785, 0.9421136007252172,
    0.0053182565740329535, 0.994681743425967,
  ]

  @Test
  func `one of several outputs is chosen by name, else the only one of floats`() throws {
    let json =
      #"{"outputs":[{"name":"label","shape":[1],"datatype":"INT64","data":[1]},"#
      + #"{"name":"probabilities","shape":[1,2],"datatype":"FP32","data":[0.25,0.75]}]}"#
    let document = DocumentPlace(root: try JSONDocument.document(Array(json.utf8)))
    #expect(try openInference().answer(document, rowCount: 1).cells == .numbers([0.25, 0.75]))
    let label = try openInference { $0.output = "label" }
    #expect(try label.answer(document, rowCount: 1).cells == .numbers([1]))
    let other = try openInference { $0.output = "lable" }
    let error = #expect(throws: ModelError.self) { try other.answer(document, rowCount: 1) }
    #expect(error?.remedy == "did you mean \"label\"?")
  }

  @Test
  func `KServe v1 is asked and answers`() throws {
    let dialect = KServeV1Dialect(features: features, layout: .matrix, output: nil)
    #expect(try same(dialect.request(0..<3, of: rows), "kserve/v1-predict.req.json"))
    let answer = try dialect.answer(
      RecordedAnswer.document("kserve/v1-predict.resp.json"), rowCount: 3)
    #expect(answer.cells == .numbers([0, 1, 1]))
    let named = KServeV1Dialect(features: [Feature("a b")], layout: .columns, output: nil)
    let one = FeatureMatrix(numbers: [[1, .nan]])
    #expect(text(try named.request(0..<2, of: one)) == #"{"instances":[{"a b":1.0},{"a b":null}]}"#)
  }

  @Test
  func `Seldon Core is asked and answers`() throws {
    let dialect = SeldonV1Dialect(features: features, output: nil)
    #expect(try same(dialect.request(0..<3, of: rows), "seldon/predict-ndarray.req.json"))
    for path in ["seldon/predict-ndarray.resp.json", "seldon/predict-tensor.resp.json"] {
      let answer = try dialect.answer(RecordedAnswer.document(path), rowCount: 3)
      #expect(answer.cells == .numbers(RecordedAnswer.probabilities))
      #expect(answer.names == nil)
    }
  }

  @Test
  func `MLflow is asked and answers`() throws {
    let dialect = MLflowDialect(features: features, output: nil)
    #expect(try same(dialect.request(0..<3, of: rows), "mlflow/split.req.json"))
    let answer = try dialect.answer(RecordedAnswer.document("mlflow/split.resp.json"), rowCount: 3)
    #expect(answer.cells == .numbers([0, 1, 1]))
  }

  /// Whether a request is the recorded one but for spaces: every value is the same.
  private func same(_ request: [UInt8], _ path: String) throws -> Bool {
    Self.equal(
      try JSONDocument.document(request), try JSONDocument.document(RecordedAnswer.bytes(path)))
  }

  private static func equal(_ left: Document, _ right: Document) -> Bool {
    switch (left, right) {
    case (.numbers(let left), .numbers(let right)): left == right
    case (.string(let left), .string(let right)): left == right
    case (.array(let left), .array(let right)):
      left.count == right.count && zip(left, right).allSatisfy { equal($0, $1) }
    case (.object(let left), .object(let right)):
      left.keys == right.keys && left.allSatisfy { equal($0.value, right[$0.key] ?? .null) }
    default: false
    }
  }

  @Test(
    arguments: [
      (#"{"predictions":[0.1,0.2]}"#, 1, nil), (#"[0.1,0.2]"#, 1, nil),
      (#"{"predictions":[[0.1,0.9],[0.2,0.8]]}"#, 2, nil),
      (#"{"predictions":[[[0.1],[0.9]],[[0.2],[0.8]]]}"#, 2, nil),
      (#"{"predictions":[{"10":0.1,"2":0.9},{"2":0.2,"10":0.8}]}"#, 2, ["2", "10"]),
      (#"{"predictions":[{"no":0.1,"yes":0.9},{"yes":0.2,"no":0.8}]}"#, 2, ["no", "yes"]),
      (#"{"predictions":[{"p":0.1},{"p":null}]}"#, 1, nil),
      (#"{"predictions":["a",null]}"#, 1, nil), (#"{"predictions":[true,false]}"#, 1, nil),
      (#"{"predictions":[[null,0.5],["NaN",0.25]]}"#, 2, nil),
    ] as [(String, Int, [String]?)])
  func `predictions are read in every shape that servers send`(
    json: String, width: Int, names: [String]?
  ) throws {
    let document = DocumentPlace(root: try JSONDocument.document(Array(json.utf8)))
    let answer = try MLflowDialect(features: features, output: nil).answer(document, rowCount: 2)
    #expect(answer.width == width)
    #expect(answer.names == names)
  }

  @Test(arguments: [
    (#"{"predictions":[0.1]}"#, "predictions for 1 rows were answered to 2 rows"),
    (#"{"predictions":[[0.1],[0.2,0.3]]}"#, "rows of unequal length were answered"),
    (#"{"predictions":[[],[]]}"#, "rows of unequal length were answered"),
    (#"{"predictions":[0.1,"a"]}"#, "numbers and texts are mixed in the answer"),
    (#"{"predictions":["a",0.1]}"#, "numbers and texts are mixed in the answer"),
    (#"{"predictions":null}"#, "\"predictions\" is missing in the answer"),
    (#"{"predictions":3}"#, "\"predictions\" is no list in the answer"),
    (#"{"predictions":[{"a":1,"b":[1,2]},{"a":1,"b":[1,2]}]}"#, "the answer has 2 outputs"),
    (#"{"predictions":[{"a":1},{"b":1}]}"#, "expected numbers or texts"),
    (#"{"predictions":[{},{}]}"#, "rows of unequal length were answered"),
    (#"{}"#, "\"predictions\" is missing in the answer"),
  ])
  func `predictions of no sound shape are refused`(json: String, problem: String) throws {
    let document = DocumentPlace(root: try JSONDocument.document(Array(json.utf8)))
    let dialect = KServeV1Dialect(features: features, layout: .matrix, output: nil)
    let error = #expect(throws: ModelError.self) { try dialect.answer(document, rowCount: 2) }
    #expect(error?.problem == problem)
  }
}
