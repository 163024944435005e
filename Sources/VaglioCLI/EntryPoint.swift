internal import ArgumentParser
internal import VaglioFindings

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// Where the program begins, and the one place that turns what happened into an exit code.
@main
enum EntryPoint {
  static func main() {
    // A reader that went away, and a limit on the size of files, are errors of the write.
    signal(SIGPIPE, SIG_IGN)
    signal(SIGXFSZ, SIG_IGN)
    let session = Session()
    session.interruption.watch()
    exit(run(in: session).rawValue)
  }

  private static func run(in session: Session) -> Outcome {
    do {
      var parsed = try VaglioCommand.parseAsRoot()
      if let command = parsed as? any SessionCommand { return try command.run(in: session) }
      try parsed.run()
      return .done
    } catch {
      return report(error)
    }
  }

  /// Says what went wrong; help and versions that were asked for are no trouble.
  private static func report(_ error: any Error) -> Outcome {
    guard VaglioCommand.exitCode(for: error) != .success else {
      try? StandardStream.output.write(VaglioCommand.fullMessage(for: error) + "\n")
      return .done
    }
    StandardStream.error.say(message(for: error))
    return .trouble
  }

  /// What to say when the first word is no command.
  private static var unknownCommand: String? {
    let known = VaglioCommand.configuration.subcommands.map { $0._commandName }
    guard let word = CommandLine.arguments.dropFirst().first, !word.hasPrefix("-"),
      !known.contains(word), word != "help"
    else { return nil }
    return "error: there is no command \"\(word)\"; "
      + (NearestWord(to: word, among: known).map { "did you mean \($0.word)?" }
        ?? "the commands are \(known.joined(separator: ", "))")
  }

  private static func message(for error: any Error) -> String {
    if let unknown = unknownCommand { return unknown }
    let message = VaglioCommand.fullMessage(for: error)
    let usageErrorPrefix = "Error: "
    return message.hasPrefix(usageErrorPrefix)
      ? "error: " + message.dropFirst(usageErrorPrefix.count) : message
  }
}
