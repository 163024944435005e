internal import ArgumentParser

/// A subcommand, given what it needs from the world outside.
protocol SessionCommand: ParsableCommand {
  /// Does the work, and says how it ended.
  func run(in session: Session) throws -> Outcome
}
