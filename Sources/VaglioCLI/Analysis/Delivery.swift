internal import VaglioFindings
internal import VaglioGates
internal import VaglioReporting

/// Brings a dossier to where it was asked for.
struct Delivery {
  let session: Session
  let output: OutputPlan

  /// Writes the reports, or prints one, and says how it all ended.
  ///
  /// `files` are further files, written before the reports.
  func deliver(
    _ dossier: Dossier, beside files: [(path: String, bytes: [UInt8])] = []
  ) throws(Trouble) -> Outcome {
    // What goes to standard output comes first, for files can't be taken back.
    if let renderer = printed {
      if output.folder == nil, files.isEmpty { session.interruption.beginAnswer() }
      try StandardStream.output.write(renderer.render(dossier))
    }
    for file in files {
      try OutputFiles(interruption: session.interruption).write(file.bytes, to: file.path)
    }
    if let folder = output.folder { try write(dossier, into: folder) }
    return Outcome(dossier.verdict, exitZero: output.exitZero)
  }

  /// What goes to standard output: the record where that is asked for; without a directory the named
  /// format, else the summary.
  private var printed: (any Renderer)? {
    if output.printsRecord { return JSONReport() }
    guard output.folder == nil else { return nil }
    return output.formats.first
      ?? TextReport(style: StandardStream.output.showsColours ? .ansi : .plain)
  }

  private func write(_ dossier: Dossier, into folder: String) throws(Trouble) {
    let standard: [any Renderer] = [JSONReport(), HTMLReport()]
    let names = standard.map { type(of: $0).name }
    let further = output.formats.filter { !names.contains(type(of: $0).name) }
    let files = (standard + further).map { renderer in
      (name: type(of: renderer).fileName, bytes: renderer.render(dossier))
    }
    try OutputFiles(interruption: session.interruption).write(files, into: folder)
    guard !output.isQuiet else { return }
    let verdict = dossier.verdict.map { "verdict: \($0.ruling.rawValue); " } ?? ""
    StandardStream.error.say(
      "\(verdict)wrote \(files.map(\.name).joined(separator: ", ")) into \(folder)")
  }
}
