internal import VaglioFindings
internal import VaglioGates

/// May I deploy? The verdict in a word, and the one sentence that decides.
struct VerdictBanner {
  let dossier: Dossier

  /// The word that begins the page's title and the banner.
  var word: String {
    guard let verdict = dossier.verdict else { return errand?.word ?? "NO POLICY" }
    return verdict.ruling.rawValue.uppercased()
  }

  /// The verdict's sign.
  var sign: String {
    dossier.verdict?.ruling.sign ?? errand?.sign ?? Ruling.notEvaluated.sign
  }

  /// The verdict's colour.
  var ink: Ink { dossier.verdict?.ruling.ink ?? errand?.ink ?? .notEvaluated }

  /// The sentence that decides: the grounds of the gate that made the verdict; without a policy,
  /// the foremost difference.
  var sentence: String {
    guard let verdict = dossier.verdict else {
      if let errand { return errand.sentence }
      let lead = "No policy was given: nothing was decided."
      return foremost.map { "\(lead) \($0)" } ?? lead
    }
    let judgements = verdict.judgements
    let deciding =
      judgements.first { $0.ruling == verdict.ruling }
      ?? judgements.max { $0.ruling.gravity < $1.ruling.gravity }
    guard let deciding else { return "The policy holds no gate, so nothing could pass." }
    return deciding.sentence(limit: 320, title: dossier.title(of: deciding))
  }

  /// Counts of gates by ruling, and the rows behind them.
  var summary: String {
    if dossier.isPlan { return "No data: nothing was measured, and nothing was decided." }
    let rows =
      dossier.isWatch
      ? watched
      : "\(NumberFormat.count(dossier.rowCount)) rows"
        + (dossier.isDrift
          ? ", reference and current together."
          : dossier.isComparison ? ", both models on the same ones." : ".")
    guard let verdict = dossier.verdict, !verdict.judgements.isEmpty else { return rows }
    let counts = Ruling.allCases.compactMap { ruling -> String? in
      let count = verdict.judgements.filter { $0.ruling == ruling }.count
      return count == 0 ? nil : "\(NumberFormat.count(count)) \(ruling.rawValue)"
    }
    let gates = verdict.judgements.count
    return "\(NumberFormat.count(gates)) \(gates == 1 ? "gate" : "gates"): "
      + counts.joined(separator: ", ") + ". " + rows
  }

  /// When a model was watched; with a policy also what rings, which its sentence would not tell.
  private var watched: String {
    let watch = WatchBanner(dossier: dossier)
    return dossier.verdict == nil ? watch.summary : "\(watch.sentence) \(watch.summary)"
  }

  /// What a report that needs no policy is for, and what it says.
  private struct Errand {
    let word: String
    let sentence: String
    var sign = Ruling.notEvaluated.sign
    var ink = Ink.notEvaluated
  }

  private var errand: Errand? {
    if let sentence = PowerSection.lead(for: dossier) {
      return Errand(word: "PLAN", sentence: sentence)
    }
    if dossier.isWatch {
      let watch = WatchBanner(dossier: dossier)
      let state = watch.state
      return Errand(
        word: state.word, sentence: watch.sentence, sign: state.sign, ink: state.ink)
    }
    if dossier.isDrift {
      return Errand(
        word: "DRIFT",
        sentence: DriftSection.lead(for: dossier) ?? "No column could be compared.")
    }
    return AuditTables.lead(of: dossier).map { Errand(word: "AUDIT", sentence: $0) }
  }

  /// What the foremost metric says, in a sentence.
  private var foremost: String? {
    guard let measure = dossier.headline.first,
      let finding = dossier.findings.finding(measure.name, dossier.decisive)
    else { return nil }
    guard dossier.isComparison else {
      return "\(measure.shortTitle) is \(NumberFormat.estimate(finding.estimate))."
    }
    let difference = "\(measure.shortTitle): \(NumberFormat.difference(finding.estimate))"
    switch Tendency(of: finding.estimate, by: measure) {
    case .better: return "\(difference), the candidate is better."
    case .worse: return "\(difference), the candidate is worse."
    case .undecided, .neither: return "\(difference), which does not tell the models apart."
    }
  }

  /// The banner as HTML.
  var markup: Markup {
    .element(
      "div", ["class": "banner v-\(ink.rawValue)"],
      .element(
        "div", ["class": "word"],
        .element("span", ["aria-hidden": "true"], .text("\(sign)\u{A0}")), .text(word)),
      .element(
        "div", [:], .element("p", ["class": "why"], .text(sentence)),
        .element("p", ["class": "sum"], .text(summary))))
  }
}
