internal import CGSL

/// The door to the GNU Scientific Library: nothing outside this folder imports it.
///
/// Its default error handler ends the process. It is switched off before the first call, and every
/// result is checked instead: `nil` is what the library could not compute.
enum GSL {
  private static let handlerIsOff: Bool = {
    _ = gsl_set_error_handler_off()
    return true
  }()

  /// The result of a call, `nil` where it is not a number.
  static func checked(_ call: () -> Double) -> Double? {
    guard handlerIsOff else { return nil }
    let result = call()
    return result.isNaN ? nil : result
  }
}
