import Testing
import VaglioFindings

struct SliceTests {
  @Test(arguments: [
    (Slice.all, "all"),
    (Slice([.init(column: "sex", value: "2")]), "sex=2"),
    (Slice([.init(column: "age", value: "[25,45)")]), "age=[25,45)"),
    (
      Slice([.init(column: "sex", value: "2"), .init(column: "age", value: "[65,∞)")]),
      "sex=2,age=[65,∞)"
    ),
    (Slice([.init(column: "a=b", value: "x,y\\z")]), #"a\=b=x\,y\\z"#),
    (Slice([.init(column: "c", value: "[no,bin)")]), #"c=\[no\,bin)"#),
    (Slice([.init(column: "c", value: "")]), "c="),
  ])
  func `a slice is written as text and read back`(slice: Slice, text: String) {
    #expect(slice.description == text)
    #expect(Slice(text) == slice)
  }

  @Test(arguments: ["", "sex", "sex=1,", ",", #"sex=1\"#])
  func `what is not a slice is refused`(text: String) {
    #expect(Slice(text) == nil)
  }
}
