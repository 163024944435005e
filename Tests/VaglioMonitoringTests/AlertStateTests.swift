import Testing

@testable import VaglioMonitoring

@Suite struct AlertStateTests {
  /// The phase after each daily look.
  private func phases(
    _ raised: [Bool?], hold: Double = 0, keepFiring: Double = 0,
    absent: AlertState.Absence = .keep
  ) -> [AlertPhase] {
    var state = AlertState()
    return raised.enumerated().map { day, isRaised in
      _ = state.step(
        isRaised, at: Instant(microseconds: 0).advanced(by: .days(Double(day))),
        hold: .days(hold), keepFiring: .days(keepFiring), absent: absent)
      return state.phase
    }
  }

  @Test func `an alert without for fires at once, resolves, and fires again`() {
    #expect(
      phases([false, true, true, false, false, true])
        == [.inactive, .firing, .firing, .resolved, .resolved, .firing])
  }

  @Test func `an alert with for waits until its condition has held so long`() {
    #expect(
      phases([true, true, false, true, true, true], hold: 2)
        == [.pending, .pending, .inactive, .pending, .pending, .firing])
  }

  @Test func `it fires on for as long as asked, counted from the first quiet look`() {
    #expect(
      phases([true, false, false, true, false, false, false], keepFiring: 2)
        == [.firing, .firing, .firing, .firing, .firing, .firing, .resolved])
  }

  @Test func `a look that says nothing changes nothing`() {
    #expect(
      phases([nil, true, nil, nil, true, nil, false], hold: 2)
        == [.inactive, .pending, .pending, .pending, .firing, .firing, .resolved])
  }

  @Test func `a look that says nothing counts as met where it should`() {
    #expect(phases([nil, nil, false], hold: 1, absent: .fire) == [.pending, .firing, .resolved])
  }

  @Test func `going from inactive to firing passes through pending`() {
    var state = AlertState()
    let now = Instant(microseconds: 7)
    #expect(state.step(true, at: now, hold: .zero, keepFiring: .zero) == [.pending, .firing])
    #expect(state.firedAt == now)
    #expect(state.activeSince == now)
  }
}
