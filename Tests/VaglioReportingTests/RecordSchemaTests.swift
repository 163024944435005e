import Foundation
import Testing
import VaglioFindings

@testable import VaglioReporting

struct RecordSchemaTests {
  private static func schema() throws -> JSONValue {
    try JSONValue(parsing: Array(Data(contentsOf: Repository.schema)))
  }

  @Test(arguments: SampleDossier.all.keys.sorted())
  func `every key that a record holds is described by the schema`(name: String) throws {
    let dossier = try #require(SampleDossier.all[name])
    let schema = try Self.schema()
    #expect(Self.strays(in: dossier.json, under: schema, root: schema, at: "record") == [])
  }

  @Test func `the schema describes nothing without saying what it is`() throws {
    let schema = try Self.schema()
    func check(_ value: JSONValue, _ path: String) {
      for (name, property) in value["properties"]?.object ?? [:] {
        #expect(
          property["description"] != nil || property["$ref"] != nil, "\(path).\(name) is bare")
        check(property, "\(path).\(name)")
      }
    }
    check(schema, "record")
    for (name, definition) in schema["$defs"]?.object ?? [:] {
      #expect(definition["description"] != nil, "\(name) is bare")
      check(definition, name)
    }
  }

  @Test(
    .enabled(
      if: Repository.python != nil
        || ProcessInfo.processInfo.environment["VAGLIO_REQUIRE_ALL"] == "1",
      "needs a Python with jsonschema: set VAGLIO_PYTHON, or make .venv with script/setup --tests"))
  func `an independent validator accepts every sample and refuses what is not a record`() throws {
    let python = try #require(Repository.python)
    let folder = FileManager.default.temporaryDirectory
      .appending(path: "vaglio-schema-\(ProcessInfo.processInfo.processIdentifier)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    for (name, dossier) in SampleDossier.all {
      try Data(dossier.record).write(to: folder.appending(path: "\(name).json"))
      try Data(Self.spoiled(dossier)).write(to: folder.appending(path: "\(name).spoiled"))
    }
    let (status, output) = Repository.run(
      python, ["-c", Self.script, Repository.schema.path, folder.path])
    #expect(status == 0, "\(output)")
    #expect(output.contains("\(SampleDossier.all.count) records valid"))
  }

  /// A record with a key that the schema doesn't know in its first finding, or where it has none at its top.
  private static func spoiled(_ dossier: Dossier) -> [UInt8] {
    let text = String(decoding: dossier.record, as: UTF8.self)
    let spoiled = text.replacing(
      "{\"count\":", with: "{\"colour\":1,\"count\":", maxReplacements: 1)
    guard spoiled == text else { return Array(spoiled.utf8) }
    return Array(text.replacing("{", with: "{\"colour\":1,", maxReplacements: 1).utf8)
  }

  private static let script = """
    import json, pathlib, sys
    from jsonschema import Draft202012Validator
    schema = json.loads(pathlib.Path(sys.argv[1]).read_text())
    Draft202012Validator.check_schema(schema)
    validator = Draft202012Validator(schema)
    folder = pathlib.Path(sys.argv[2])
    records = sorted(folder.glob('*.json'))
    for record in records:
        for error in validator.iter_errors(json.loads(record.read_text())):
            sys.exit(f'{record.name}: {list(error.path)}: {error.message[:300]}')
    for record in folder.glob('*.spoiled'):
        if validator.is_valid(json.loads(record.read_text())):
            sys.exit(f'{record.name} should be refused')
    print(len(records), 'records valid')
    """

  /// The places of members that the schema does not name.
  private static func strays(
    in value: JSONValue, under schema: JSONValue, root: JSONValue, at path: String
  ) -> [String] {
    let schema = resolved(schema, root)
    switch value {
    case .object(let members):
      return members.sorted { $0.key < $1.key }.flatMap { name, member -> [String] in
        if let known = schema["properties"]?[name] {
          return strays(in: member, under: known, root: root, at: "\(path).\(name)")
        }
        if let open = schema["additionalProperties"], open.boolean != false {
          return strays(in: member, under: open, root: root, at: "\(path).\(name)")
        }
        return ["\(path).\(name)"]
      }
    case .array(let elements):
      guard let items = schema["items"] else { return [] }
      return elements.flatMap { strays(in: $0, under: items, root: root, at: "\(path)[]") }
    default: return []
    }
  }

  private static func resolved(_ schema: JSONValue, _ root: JSONValue) -> JSONValue {
    guard let name = schema["$ref"]?.string?.split(separator: "/").last else { return schema }
    return root["$defs"]?[String(name)] ?? schema
  }
}
