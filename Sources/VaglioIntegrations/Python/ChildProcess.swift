internal import Synchronization

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// A child process that speaks over a socket, its standard input; what it prints comes by a pipe. It
/// leads a process group of its own, so that what it starts ends with it.
///
/// A class because it owns descriptors and a process: used by one thread at a time.
final class ChildProcess {
  /// Why there is no process, in words of the system.
  struct Failure: Error { let reason: String }

  let identifier: pid_t
  /// Our end of the socket.
  let socket: Int32
  /// Our end of the pipe with what it prints.
  let printed: Int32
  private var status: Int32?

  /// Starts a program; a name without a slash is looked for on the path.
  init(_ arguments: [String]) throws(Failure) {
    var ends: [Int32] = [-1, -1]
    var pipe: [Int32] = [-1, -1]
    var identifier: pid_t = 0
    let code = Self.spawning.withLock { _ -> Int32 in
      guard Self.socketPair(&ends), Self.pipePair(&pipe) else { return errno }
      return Self.spawn(arguments, input: ends[1], output: pipe[1], &identifier)
    }
    for descriptor in [ends[1], pipe[1]] where descriptor >= 0 { close(descriptor) }
    guard code == 0 else {
      for descriptor in [ends[0], pipe[0]] where descriptor >= 0 { close(descriptor) }
      throw Failure(reason: String(cString: strerror(code)))
    }
    (self.identifier, socket, printed) = (identifier, ends[0], pipe[0])
    for descriptor in [socket, printed] {
      _ = fcntl(descriptor, F_SETFL, fcntl(descriptor, F_GETFL) | O_NONBLOCK)
    }
  }

  /// Held while descriptors are made, so that no other process that we start inherits them.
  private static let spawning = Mutex(())

  private static func socketPair(_ ends: inout [Int32]) -> Bool {
    #if canImport(Glibc)
      let kind = Int32(SOCK_STREAM.rawValue)
    #else
      let kind = SOCK_STREAM
    #endif
    return socketpair(AF_UNIX, kind, 0, &ends) == 0 && ends.allSatisfy(closesInChildren)
  }

  private static func pipePair(_ ends: inout [Int32]) -> Bool {
    pipe(&ends) == 0 && ends.allSatisfy(closesInChildren)
  }

  private static func closesInChildren(_ descriptor: Int32) -> Bool {
    fcntl(descriptor, F_SETFD, FD_CLOEXEC) == 0
  }

  private static func spawn(
    _ arguments: [String], input: Int32, output: Int32, _ identifier: inout pid_t
  ) -> Int32 {
    var actions = posix_spawn_file_actions_t()
    var attributes = posix_spawnattr_t()
    posix_spawn_file_actions_init(&actions)
    posix_spawnattr_init(&attributes)
    defer {
      posix_spawn_file_actions_destroy(&actions)
      posix_spawnattr_destroy(&attributes)
    }
    posix_spawn_file_actions_adddup2(&actions, input, 0)
    posix_spawn_file_actions_adddup2(&actions, output, 1)
    posix_spawn_file_actions_adddup2(&actions, output, 2)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETPGROUP))
    posix_spawnattr_setpgroup(&attributes, 0)
    var vector: [UnsafeMutablePointer<CChar>?] = arguments.map { strdup($0) } + [nil]
    defer { for argument in vector { free(argument) } }
    return posix_spawnp(&identifier, arguments[0], &actions, &attributes, &vector, environ)
  }

  /// The exit status once it has ended, waiting so long for it; negative for a signal, `nil` while it
  /// runs.
  func exitStatus(within milliseconds: Int) -> Int32? {
    for wait in 0...max(milliseconds / 10, 0) where status == nil {
      if wait > 0 { usleep(10_000) }
      var code: Int32 = 0
      guard waitpid(identifier, &code, WNOHANG) != 0 else { continue }
      let signal = code & 0x7F
      status = signal == 0 ? code >> 8 & 0xFF : -signal
    }
    return status
  }

  /// Ends it at once, with what it started.
  func kill() {
    guard status == nil else { return }
    _ = killpg(identifier, SIGKILL)
    _ = exitStatus(within: 5000)
  }

  /// Leaves it half a second to end by itself after its input does.
  deinit {
    close(socket)
    close(printed)
    if exitStatus(within: 1000) == nil { kill() }
  }
}
