/// Every section, in the order of the page: what decides first, how it was made last.
enum SectionCatalogue {
  static let all: [any Section] = [
    GateSection(),
    RecalibrationSection(),
    DifferenceSection(),
    LevelSection(),
    PowerSection(),
    DisagreementSection(),
    ClassSection(),
    ReliabilitySection(),
    CalibrationSection(),
    CurveSection(),
    ResidualSection(),
    ForecastSection(),
    SliceSection(),
    ParitySection(),
    UnevaluatedSection(),
    MethodSection(),
    ProvenanceSection(),
  ]
}
