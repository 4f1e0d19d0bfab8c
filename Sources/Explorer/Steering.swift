import Channel

// Whom a person steers: all networks that are compared, or the one that is shown.
extension Session {
  /// Whether several networks are compared.
  var isComparison: Bool { networks.count > 1 }

  /// Indices of the networks that are steered.
  var steered: [Int] { steersAll ? Array(networks.indices) : [selected] }

  /// Whether the person wants the network that is shown to stand still.
  var wantsPause: Bool { networks[selected].wantsPause }

  /// Whether it has stood still since then.
  var isPaused: Bool { networks[selected].isPaused }

  /// Whether no network has a step left.
  var isFinished: Bool { networks.allSatisfy(\.live.isFinished) }

  /// Notes that networks are to stand still, or to go on.
  mutating func want(pause: Bool) {
    for index in steered { (networks[index].wantsPause, networks[index].isPaused) = (pause, false) }
  }

  /// A command to the networks that are steered, as far as they can do it and go on at all.
  func orders(_ command: Command) -> [Effect] {
    let able = steered.filter { can(command, network: $0) }
    // A network alone says itself why it cannot do something.
    return (able.isEmpty ? [selected] : able).map { .send(command, network: $0) }
  }

  private func can(_ command: Command, network: Int) -> Bool {
    let run = networks[network].live
    return run.ended == nil && run.hasParts(for: command)
  }

  /// The network that says what staged changes cost: the one that is shown, or where it cannot have them, the
  /// first of those that keys steer and that can.
  var previewed: Int {
    ([selected] + steered).first { network in
      staged.commands.allSatisfy { can($0, network: network) }
    } ?? selected
  }

  /// Shows another network.
  mutating func select(offset: Int) {
    guard isComparison else {
      message = "One network trains here: densenet-explorer compare trains several."
      return
    }
    select((selected + offset + networks.count) % networks.count)
  }

  /// Shows a network by its place.
  mutating func select(_ network: Int) {
    guard network == selected || steersAll || canChangeScope() else { return }
    closeTimeLine()
    selected = network
    layer = min(layer, max(run.layers.count - 1, 0))
    message = "\(live.label) is shown."
  }

  /// Steers all networks, or only the one that is shown.
  mutating func toggleSteering() {
    guard isComparison else { return select(offset: 0) }
    guard canChangeScope() else { return }
    steersAll.toggle()
    message = steersAll ? "Keys steer all networks." : "Keys steer \(live.label) alone."
  }

  /// Whether other networks may be steered from now on; says so if not.
  private mutating func canChangeScope() -> Bool {
    if !staged.isEmpty {
      message =
        "Apply or cancel (Esc) staged changes first: they are for those that keys steer now."
    }
    return staged.isEmpty
  }
}
