import Testing
import VaglioModels

@testable import VaglioIntegrations

struct PythonReferenceTests {
  @Test(arguments: [
    ("python:model.py:predict", "model.py", "predict"), ("python:a:b/m.py:_p2", "a:b/m.py", "_p2"),
  ])
  func `a reference names a file and a function`(text: String, file: String, function: String)
    throws
  {
    let reference = try PythonReference(text)
    #expect(reference.file == file)
    #expect(reference.function == function)
    #expect(reference.description == text)
  }

  @Test(arguments: [
    ("python:model.py", "it names no function"), ("python::f", "it names no function"),
    ("python:model.py:", "\"\" is no name of a function"),
    ("python:model.py:2f", "\"2f\" is no name of a function"),
    ("python:model.py:os.exit", "\"os.exit\" is no name of a function"),
    ("model.py:f", "it names no function"),
  ])
  func `what is no reference is refused with what is expected`(text: String, problem: String) {
    let error = #expect(throws: ModelError.self) { try PythonReference(text) }
    #expect(error?.problem == problem)
    #expect(error?.remedy == "expected python:FILE.py:FUNCTION")
  }

  @Test
  func `a file that isn't there is told before Python starts`() {
    let error = #expect(throws: ModelError.self) {
      try PythonFunction(PythonReference("python:/no/such/model.py:predict"))
    }
    #expect(error?.problem == "/no/such/model.py: No such file or directory")
  }
}
