import Testing

/// How the columns of a model are named on the command line.
struct ModelReferenceTests {
  private static let table = """
    y,n,p_a,p_b,p_c,d,q10,q90,x=1
    a,1.5,0.7,0.2,0.1,a,1,2,0.3
    b,2.5,0.1,0.8,0.1,b,1,2,0.1
    c,1.0,0.1,0.2,0.7,c,1,2,0.9
    a,3.0,0.5,0.4,0.1,a,1,2,0.2

    """

  private func run(_ arguments: [String]) throws -> (code: Int, errors: String) {
    let folder = try TemporaryFolder()
    let file = try folder.write(Self.table, to: "t.csv")
    let result = try Vaglio.run(arguments.map { $0 == "DATA" ? file : $0 })
    return (Int(result.code), result.error)
  }

  @Test(arguments: [
    ["--label", "y", "--score", "a=p_a", "--score", "b=p_b", "--score", "c=p_c"],
    ["--label", "y", "--score", "p_*"],
    ["--label", "y", "--score", "d", "--task", "multiclass"],
    ["--label", "n", "--quantile", "0.1=q10", "--quantile", "0.9=q90"],
    ["--label", "n", "--score", "0.1=q10", "--score", "0.9=q90"],
    ["--label", "n", "--member", "q*"],
    ["--label", "n", "--score", "x=1"],
  ])
  func `these name a model`(_ arguments: [String]) throws {
    let result = try run(["evaluate", "DATA"] + arguments)
    #expect(result.code == 0, "\(result.errors)")
  }

  @Test(arguments: [
    (["--label", "y", "--score", "z_*"], "no column is named so"),
    (["--label", "y", "--score", "p_a"], "has 3 different labels"),
    (["--label", "y", "--score", "a=p_a", "--score", "a=p_b"], "a is given twice"),
    (["--label", "y", "--score", "a=p_a", "--score", "b=p_b"], "is a class without a score"),
    (["--label", "y", "--score", "a=p_a"], "one column only"),
    (["--label", "n", "--quantile", "1.1=q10", "--quantile", "0.9=q90"], "above 0 and below 1"),
    (["--label", "n", "--quantile", "0.9=q10", "--quantile", "0.90=q90"], "given twice"),
    (["--label", "y", "--score", "p_*", "--task", "binary"], "takes one column of scores"),
    (["--label", "n", "--score", "n", "--member", "q*"], "predictions are of one of these kinds"),
  ])
  func `these name none, and are refused`(_ arguments: [String], _ message: String) throws {
    let result = try run(["evaluate", "DATA"] + arguments)
    #expect(result.code == 2)
    #expect(result.errors.contains(message), "\(result.errors)")
  }

  @Test func `models of two kinds are not compared`() throws {
    let result = try run([
      "compare", "DATA", "--label", "n", "--candidate", "member:q*", "--production", "column:n",
    ])
    #expect(result.code == 2)
    #expect(result.errors.contains("both models' predictions are of one kind"))
  }
}
