import FoundationEssentials
import Testing
import VaglioReporting

/// Writes the sample pages into the folder that VAGLIO_PAGES names, for `script/browser-check`.
struct SamplePagesTests {
  @Test(
    .enabled(if: ProcessInfo.processInfo.environment["VAGLIO_PAGES"] != nil),
    arguments: [
      "binary", "no-policy", "evaluation", "regression", "hostile", "large", "forecast", "classes",
      "many-classes", "explanation", "explanations", "watch", "watch-quiet", "watch-hostile",
      "watch-large",
    ])
  func `the sample pages are written for the browser check`(name: String) throws {
    let folder = try #require(ProcessInfo.processInfo.environment["VAGLIO_PAGES"])
    let dossier = try #require(
      name == "watch-large" ? SampleDossier.watchLarge() : SampleDossier.all[name])
    for renderer in RendererCatalogue.all {
      let path = "\(folder)/\(name).\(type(of: renderer).fileName.split(separator: ".")[1])"
      let bytes = renderer.render(dossier)
      try Data(bytes).write(to: URL(filePath: path))
      #expect(!bytes.isEmpty)
    }
  }
}
