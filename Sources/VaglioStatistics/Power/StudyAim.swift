/// What a test on paired rows is to show, and how far off the truth is supposed to be.
///
/// A difference is candidate minus production. Every aim is met as a gate is: when the whole
/// two-sided interval of the level lies on the right side. Non-inferiority is therefore decided at
/// the one-sided level α/2 (ICH E9, section 5.5: half of the two-sided level), equivalence by two
/// such tests (Schuirmann 1987, doi:10.1007/BF01068419).
public enum StudyAim: Hashable, Sendable {
  /// That there is a difference at all, which is truly this large.
  case difference(Double)
  /// That the candidate is not worse by `margin`, when it truly is better by `advantage`, which is
  /// negative where it is worse.
  case nonInferiority(margin: Double, advantage: Double)
  /// That the difference lies within ±`margin`, when it truly is `difference`.
  case equivalence(margin: Double, difference: Double)
}
