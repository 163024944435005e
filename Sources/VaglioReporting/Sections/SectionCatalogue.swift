/// Every section, in the order of the page: what decides first, how it was made last.
enum SectionCatalogue {
  static let all: [any Section] = [
    GateSection(),
    AuditSection(),
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
    FairnessSection(),
    SubgroupSection(),
    UnevaluatedSection(),
    MethodSection(),
    ProvenanceSection(),
  ]
}
