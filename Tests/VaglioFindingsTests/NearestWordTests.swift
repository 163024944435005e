import Testing
import VaglioFindings

struct NearestWordTests {
  @Test(arguments: [
    ("scor", "score", 1), ("scroe", "score", 1), ("SCORE", "score", 0), ("lable", "label", 1),
    ("productin", "production", 1), ("prodcution_scoer", "production_score", 2),
    ("größe", "Größe", 0), ("b", "B", 0),
  ])
  func `a slip of the pen finds the word`(misspelt: String, meant: String, distance: Int) {
    let nearest = NearestWord(
      to: misspelt, among: ["score", "label", "production", "production_score", "Größe", "B"])
    #expect(nearest?.word == meant)
    #expect(nearest?.distance == distance)
  }

  @Test(arguments: ["", "x", "income", "sc", "scores_of_the_candidate"])
  func `a word far from every other has no nearest`(misspelt: String) {
    #expect(NearestWord(to: misspelt, among: ["score", "label", "y"]) == nil)
  }

  @Test func `a word that differs in case only wins over a closer spelling`() {
    #expect(NearestWord(to: "Score", among: ["Scores", "score"])?.word == "score")
  }

  @Test func `the first of equally near words is named`() {
    #expect(NearestWord(to: "score_c", among: ["score_a", "score_b"])?.word == "score_a")
  }

  @Test func `nothing is near to an endless word`() {
    let endless = String(repeating: "a", count: 1_000_000)
    #expect(NearestWord(to: endless, among: [endless, "a"]) == nil)
    #expect(NearestWord(to: "score", among: []) == nil)
  }
}
