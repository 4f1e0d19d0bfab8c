import Screen

// The networks that are compared, as panes show them.
extension Session {
  /// What is shown of a network; also where the person looks back on the time line.
  func run(of network: Int) -> ObservedRun {
    network == selected ? run : networks[network].shown
  }

  /// The network's name; its number before the run has begun.
  func name(of network: Int) -> String {
    let label = networks[network].live.label
    return label.isEmpty ? "network \(network + 1)" : label
  }

  /// Its figures at the step that is shown.
  func scores(of network: Int) -> Scores { Scores(run(of: network), at: shownStep) }

  /// `step 80` of a network that has not come as far as the step that is shown. In lockstep one is a step
  /// ahead now and then, which says nothing.
  func lag(of network: Int) -> String? {
    let step = run(of: network).step
    return step + 1 < shownStep ? "step \(step)" : nil
  }
}

/// Which network the selected one is held against.
struct RivalChoice: Sendable, Equatable {
  /// 0 for none, else its place among the others.
  private var place = 0

  /// The other network; `nil` where all are shown.
  func other(_ session: Session) -> Int? {
    let others = session.networks.indices.filter { $0 != session.selected }
    return others.indices.contains(place - 1) ? others[place - 1] : nil
  }

  /// Goes on to the next of the others, after the last one to none.
  mutating func next(_ session: Session) {
    place = place < session.networks.count - 1 ? place + 1 : 0
  }

  /// `densenet − resnet`, or with `÷` for values whose ratio is shown.
  func name(_ session: Session, isRatio: Bool) -> String? {
    other(session).map {
      "\(session.name(of: session.selected)) \(isRatio ? "÷" : "−") \(session.name(of: $0))"
    }
  }
}

extension [LineChart.Point] {
  /// The mean at a position, on the line between its neighbours; `nil` outside of what there is.
  func value(at position: Double) -> Double? {
    var (low, high) = (0, count)
    while low < high {
      let middle = (low + high) / 2
      if self[middle].position < position { low = middle + 1 } else { high = middle }
    }
    guard low < count else { return nil }
    let right = self[low]
    if right.position == position { return right.mean }
    guard low > 0 else { return nil }
    let left = self[low - 1]
    let share = (position - left.position) / (right.position - left.position)
    return left.mean + share * (right.mean - left.mean)
  }

  /// By how much the line lies above another, wherever there are both.
  func minus(_ other: Self) -> Self {
    let positions = Set(map(\.position) + other.map(\.position)).sorted()
    return positions.compactMap { position in
      guard let mine = value(at: position), let others = other.value(at: position) else {
        return nil
      }
      return LineChart.Point(position, mine - others)
    }
  }
}
