import Foundation
import Testing
import VaglioFindings

/// A project file says what the options say.
struct ProjectFileTests {
  private static let text = """
    data: [data.csv]
    label: label
    models: {candidate: "column:new", production: "column:old"}
    metrics: [roc_auc, recall]
    slices: [group]
    id: id
    quiet: true

    """

  private static func folder(_ text: String = text) throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    try FileManager.default.createDirectory(
      at: folder["project"], withIntermediateDirectories: false)
    try folder.write(Sample.csv(Sample.rows(100)), to: "project/data.csv")
    try folder.write(text, to: "project/vaglio.yaml")
    return folder
  }

  @Test func `a project file gives the record of the same options`() throws {
    let folder = try Self.folder()
    let project = try Vaglio.run(
      ["compare", "--project", "project/vaglio.yaml", "--json", "-"], in: folder.url)
    #expect(project.error.isEmpty)
    let options = try Vaglio.run(
      ["compare", "project/data.csv"] + Sample.comparing + [
        "--metric", "roc_auc", "--metric", "recall", "--slice", "group", "--id", "id", "--json",
        "-",
      ], in: folder.url)
    #expect(project.output == options.output)
    #expect(!project.output.isEmpty)
  }

  @Test func `the command line wins`() throws {
    let folder = try Self.folder()
    let record = try Record(
      Vaglio.run(
        [
          "compare", "--project", "project/vaglio.yaml", "--metric", "f1", "--confidence", "0.9",
          "--json", "-",
        ], in: folder.url))
    #expect(record.finding("f1", "difference")?["interval"]?["level"]?.number == 0.9)
    #expect(record.finding("roc_auc", "difference") == nil)
  }

  @Test(arguments: [
    (
      "lable: label\n",
      "project/vaglio.yaml, line 1: unknown key \"lable\"; did you mean \"label\"?"
    ),
    (
      "label: label\nmodels: {canditate: x}\n",
      "project/vaglio.yaml, line 2: unknown key \"canditate\"; did you mean \"candidate\"?"
    ),
    (
      "label: [a, b]\ndata: data.csv\n",
      "project/vaglio.yaml, line 1: label takes one value, not a list"
    ),
    (
      "data: data.csv\nlabel: label\ntask: ternary\n",
      "project/vaglio.yaml, line 3: task: \"ternary\" is not one of binary, multiclass, regression"
    ),
    ("quiet: perhaps\n", "project/vaglio.yaml, line 1: quiet is true or false"),
    (
      "metric: f1\nmetrics: [f1]\n", "project/vaglio.yaml, line 2: \"metric\" is set twice"
    ),
    (
      "label: &a label\n",
      "project/vaglio.yaml, line 1: anchors are not accepted: write the value out"
    ),
  ])
  func `a word that is wrong is named with its line`(_ text: String, _ message: String) throws {
    let folder = try Self.folder(text)
    let run = try Vaglio.run(
      ["compare", "--project", "project/vaglio.yaml"] + Array(Sample.comparing.dropFirst(2)),
      in: folder.url)
    #expect(run.code == 2)
    #expect(run.error == "error: \(message)\n")
  }
}
