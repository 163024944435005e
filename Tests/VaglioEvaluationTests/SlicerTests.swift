import Testing
import VaglioEvaluation
import VaglioFindings
import VaglioTables

struct SlicerTests {
  private let table = Table([
    Column(name: "sex", texts: ["f", "m", "f", nil, "m"]),
    Column(name: "age", numbers: [24.9, 25, 44, 45, .nan]),
    Column(name: "code", numbers: [10, 9, 10, 9, 9]),
  ])

  private func slices(_ text: String) throws -> [String: [Int32]] {
    let request = try SliceRequest(text, known: Set(table.columnNames))
    return Dictionary(
      uniqueKeysWithValues: try Slicer(table).slices(request).map {
        ($0.slice.description, $0.rows)
      })
  }

  @Test func `a column is divided by its values, the missing among them`() throws {
    #expect(try slices("sex") == ["sex=f": [0, 2], "sex=m": [1, 4], "sex=(missing)": [3]])
  }

  @Test func `bins hold their lower edge and not their upper`() throws {
    #expect(
      try slices("age:25,45") == [
        "age=[-∞,25)": [0], "age=[25,45)": [1, 2], "age=[45,∞)": [3], "age=(missing)": [4],
      ])
  }

  @Test func `numbers stand in the order of their values`() throws {
    let request = try SliceRequest("code")
    #expect(try Slicer(table).slices(request).map(\.slice.description) == ["code=9", "code=10"])
  }

  @Test func `a crossing divides each part again, and empty cells are left out`() throws {
    #expect(
      try slices("sex*age:25") == [
        "sex=f,age=[-∞,25)": [0], "sex=f,age=[25,∞)": [2], "sex=m,age=[25,∞)": [1],
        "sex=m,age=(missing)": [4], "sex=(missing),age=[25,∞)": [3],
      ])
  }

  @Test func `every slice's name reads back as the slice`() throws {
    for request in ["sex", "age:25,45", "sex*age:25"] {
      for slice in try Slicer(table).slices(SliceRequest(request)) {
        #expect(Slice(slice.slice.description) == slice.slice)
      }
    }
  }

  @Test(arguments: ["age:45,25", "age:", "age:a", "age:1,,2", "*sex", "sex*", "sex*sex", "age:inf"])
  func `a malformed request is refused`(text: String) {
    #expect(throws: SliceRequest.Malformed.self) { try SliceRequest(text) }
  }

  @Test func `a column whose name looks like a request is itself`() throws {
    #expect(try SliceRequest("a*b:1", known: ["a*b:1"]).factors.map(\.column) == ["a*b:1"])
  }

  @Test func `words have no bins, and too many values no slices`() throws {
    #expect(throws: TableError.self) { try slices("sex:1,2") }
    let many = Table([Column(name: "x", numbers: (0..<2000).map(Double.init))])
    #expect(throws: TableError.self) { try Slicer(many).slices(SliceRequest("x")) }
  }
}
