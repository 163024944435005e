import Foundation
import Testing
import VaglioTables

@testable import VaglioModels

/// Models of scikit-learn, XGBoost, LightGBM and CatBoost as their converters write them, and graphs
/// with every mode and precision, against what onnxruntime says with one thread.
struct ONNXFormatTests {
  /// The fixtures that hold a network, a kernel machine, or what implementations disagree on.
  static let others = [
    "network_binary", "network_value", "people_network", "vectors_three", "new_softmax",
  ]

  private static func predictions(_ one: ONNXFixture.Case) throws -> (any Model, OutputMatrix) {
    let model = try ONNXFormat.parse(one.bytes, ModelOptions())
    return (model, try model.predictions(of: one.rows, threads: 1))
  }

  /// What the graph shows as our outputs: of two classes' columns the second.
  private static func shown(_ one: ONNXFixture.Case, _ count: Int) -> [[Double]] {
    one.scores.map { Array($0.suffix(count)) }
  }

  /// Sums of trees are added up in the order and precision of onnxruntime: bit for bit. Where the
  /// sum is of 64 bits onnxruntime rounds it to 32 for its output.
  @Test func `scores of trees are onnxruntime's to the bit`() throws {
    var count = 0
    for one in try ONNXFixture.cases() where !Self.others.contains(one.name) {
      let (model, got) = try Self.predictions(one)
      guard (model as? any MarginModel)?.link == .identity, !Self.isLinear(model) else { continue }
      count += 1
      for (row, want) in Self.shown(one, got.outputCount).enumerated() {
        for (output, want) in want.enumerated() {
          let value = got.values[row * got.outputCount + output]
          let rounded = one.name == "new_double" ? value : Double(Float(value))
          #expect(rounded == want, "\(one.name), row \(row)")
        }
      }
    }
    #expect(count >= 20)
  }

  private static func isLinear(_ model: any Model) -> Bool {
    model is LinearModel || (model as? PipelineModel)?.inner is LinearModel
  }

  /// onnxruntime takes the link in 32 bits: v = 1 / (1 + e^−|m|) to a relative 2^−22 (a rounding each
  /// of e^, +, / with e^ good to an ulp), and 1 − v below 0, so an absolute 2^−22; a softmax has a
  /// rounding more per class. An exponential of |m| < 8 has a relative error of 8 · 2^−24 from m's
  /// rounding and 2^−22 of its own.
  @Test func `probabilities and rates are onnxruntime's to 32-bit rounding`() throws {
    for one in try ONNXFixture.cases() where !Self.others.contains(one.name) {
      let (model, got) = try Self.predictions(one)
      guard let link = (model as? any MarginModel)?.link, link != .identity,
        !Self.isLinear(model)
      else { continue }
      for (row, want) in Self.shown(one, got.outputCount).enumerated() {
        for (output, want) in want.enumerated() {
          let value = got.values[row * got.outputCount + output]
          let tolerance = 0x1p-21 * (link == .exponential ? want : 1)
          #expect((value - want).magnitude <= tolerance, "\(one.name), row \(row)")
        }
      }
    }
  }

  /// The order of a sum of n products is the library's own: each of the n + 1 additions and n
  /// products errs by 2^−24 of a partial sum, which Σ |coefficient · x| + |intercept| bounds. The
  /// fixtures have at most 9 columns and |sums| below 16: 19 · 16 · 2^−24 < 2^−15; links don't
  /// steepen that, but for the exponential, whose values here are below 4.
  @Test func `linear models are onnxruntime's to 32-bit rounding`() throws {
    var count = 0
    for one in try ONNXFixture.cases() where !Self.others.contains(one.name) {
      let (model, got) = try Self.predictions(one)
      guard Self.isLinear(model) else { continue }
      count += 1
      for (row, want) in Self.shown(one, got.outputCount).enumerated() {
        for (output, want) in want.enumerated() {
          let value = got.values[row * got.outputCount + output]
          #expect((value - want).magnitude <= 0x1p-15, "\(one.name), row \(row)")
        }
      }
    }
    #expect(count >= 12)
  }

  /// The probabilities that the libraries themselves gave; ONNX has thresholds and leaves rounded to
  /// 32 bits, of which the shown rows are far enough from any threshold.
  @Test(arguments: ["cat_binary", "lgb_binary", "xgb_binary", "cat_reg", "sk_rf", "sk_lr"])
  func `exports agree with the libraries that made them`(name: String) throws {
    let one = try ONNXFixture.named(name)
    let (_, got) = try Self.predictions(one)
    let oracle = DocumentPlace(
      root: try JSONDocument.document(try ONNXFixture.bytes("golden/\(name).oracle.json")))
    var native: [Double]
    if oracle["proba"].exists {
      native = try oracle["proba"].elements().flatMap { try $0.numbers().suffix(got.outputCount) }
    } else if oracle["pred"].exists {
      native = try oracle["pred"].numbers()
    } else {
      native = try oracle["margin"].numbers()
      if name == "cat_binary" { native = native.map { 1 / (1 + exp(-$0)) } }
    }
    #expect(native.count == got.values.count)
    for (got, want) in zip(got.values, native) { #expect((got - want).magnitude < 1e-6) }
  }

  /// See ``ONNXClassScores``: what two classes are shown as is either read exactly or refused.
  @Test func `scores of two classes are onnxruntime's or refused`() throws {
    var (read, refused) = (0, 0)
    for place in try ONNXFixture.expected()["two classes"].elements() {
      let name = try place["name"].string()
      let bytes = [UInt8](try #require(Data(base64Encoded: try place["model"].string())))
      let want = try place["scores"].elements().map { try $0.numbers()[1] }
      let file = try ONNXFile(bytes)
      do throws(ModelError) {
        let (prediction, _) = try ONNXTranslation.prediction(
          of: file, output: file.graph.outputs[1])
        guard case .trees(let trees) = prediction.core else { continue }
        let margins = trees.margins(of: CodedFeatures([[-1, 1]], rowCount: 2), threads: 1)
        let got = prediction.link.predictions(of: margins).column(0)
        for (got, want) in zip(got, want) {
          #expect((got - want).magnitude <= 0x1p-21, "\(name)")
        }
        read += 1
      } catch {
        #expect(error.kind == .unsupported, "\(name): \(error)")
        refused += 1
      }
    }
    #expect(read == 18 && refused == 72, "\(read) read, \(refused) refused")
  }

  @Test func `a model says what it is`() throws {
    let one = try ONNXFixture.named("people_gb")
    let model = try ONNXFormat.parse(one.bytes, ModelOptions())
    #expect(model.features?.map(\.name) == ["age", "income", "sex", "job", "kids"])
    #expect(model.features?[2].kind == .category(levels: ["f", "m"]))
    #expect(model.output.kind == .probability)
    #expect(model.output.classes == ["no", "yes"])
    #expect(model.output.names == ["prediction"])
    let facts = Dictionary(uniqueKeysWithValues: model.summary.facts.map { ($0.name, $0.value) })
    #expect(facts["producer"] == .text("skl2onnx 1.20.0"))
    #expect(facts["operator sets"] == .texts(["ai.onnx 21", "ai.onnx.ml 1"]))
    #expect(
      facts["inputs"]
        == .texts([
          "age: float[?, 1]", "income: float[?, 1]", "sex: string[?, 1]", "job: string[?, 1]",
          "kids: int64[?, 1]",
        ]))
    #expect(facts["output used"] == .text("output_probability"))
    #expect(facts["trees"] == .count(4))
    #expect(model.summary.notes.contains { $0.contains("need a background") })
  }

  @Test func `an output that is asked for by name is taken, and must be there`() throws {
    let one = try ONNXFixture.named("rf_value")
    var options = ModelOptions()
    options.output = "variable"
    #expect(try ONNXFormat.parse(one.bytes, options).output.kind == .value)
    options.output = "result"
    let error = #expect(throws: ModelError.self) { try ONNXFormat.parse(one.bytes, options) }
    #expect(error?.description.contains("it has variable") == true)
  }

  @Test func `a broken number for a whole one is refused, as onnxruntime's input would`() throws {
    let one = try ONNXFixture.named("people_gb")
    let model = try ONNXFormat.parse(one.bytes, ModelOptions())
    for (number, words) in [(1.5, "one is 1.5"), (.nan, "one is missing")] {
      var columns = one.rows.columns
      columns[4] = .numbers(Array(repeating: number, count: one.rows.rowCount))
      let error = #expect(throws: ModelError.self) {
        try model.predictions(of: FeatureMatrix(columns, rowCount: one.rows.rowCount), threads: 1)
      }
      #expect(error?.problem == "the feature \"kids\" takes whole numbers, and \(words)")
    }
  }
}
