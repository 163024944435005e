/// What a command is given from outside: the streams, and word of an interruption.
struct Session: Sendable {
  let interruption = Interruption()
}
