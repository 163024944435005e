/// How charts and tables of a watch are to be read.
enum WatchReading {
  /// What a band since the start promises that a window's interval doesn't.
  static let sequences =
    "A window's interval speaks of that window alone; of a hundred windows some miss the truth by "
    + "chance. A band since the start is a confidence sequence: it holds at all times together, so "
    + "that one may look as often as one likes. Alerts have their own levels, which share out one "
    + "budget of false alarms. "

  /// What an estimate without labels can't see.
  static let estimates =
    "Estimated without labels is what the recalibrated scores promise: it follows a change in which "
    + "rows come, and can't see a change in how labels hang on them."
}
