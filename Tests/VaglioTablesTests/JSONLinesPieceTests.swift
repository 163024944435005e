import Testing

@testable import VaglioTables

struct JSONLinesPieceTests {
  @Test func `lines of objects make a table whatever the order of their members`() throws {
    let table = try read(
      #"""
      {"id": "a\u00e9\ud83d\ude00", "score": 0.25, "ok": true, "deep": {"x": [1, "}"]}}

      {"score": -1e3, "id": "b", "when": "2024-02-29"}
      {"id": "b", "score": null, "ok": false}
      """#,
      columns: ["id", "score", "ok", "when"].map { ColumnRequest($0) }, format: .jsonl)
    #expect(table["id"]?.categorized == Categories(["aé😀", "b", "b"]))
    #expect(table["score"]?.missing == [false, false, true])
    #expect(table["score"]?.numbers?.prefix(2) == [0.25, -1000])
    #expect(table["ok"]?.values == .booleans([true, false, false]))
    #expect(table["ok"]?.missing == [false, true, false])
    #expect(table["when"]?.values == .times([.min, 1_709_164_800_000_000, .min]))
    #expect(table.source(ofRow: 1).line == 3)
  }

  @Test func `all members of all lines are columns unless some are asked for`() throws {
    let table = try read("{\"a\":1}\n{\"b\":\"x\",\"a\":2}\n{}", format: .jsonl)
    #expect(table.columnNames == ["a", "b"])
    #expect(table["b"]?.categorized == Categories([nil, "x", nil]))
  }
}
