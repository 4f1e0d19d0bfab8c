import Channel
import Screen
import Testing

@testable import Explorer

/// The matrices of dense blocks: measures, moving, the mouse, sizes, and data that do not fit.
struct ReusePaneTests {
  private static let scaled: [[[Double?]]] = [
    [[0.4, nil, nil], [0.2, 0.6, nil], [0.1, 0.2, 0.4]], [[0.4, nil], [0.2, 0.6]],
  ]

  private static func blocks(scaled: Bool = true) -> [Reuse] {
    zip(Example.reuse(growthRate: 12), Self.scaled).map { block, matrix in
      var block = block
      if scaled {
        block.scaledMatrix = matrix
        block.mapUse = Array(repeating: 1, count: block.maps.reduce(0, +))
      }
      return block
    }
  }

  private static func snapshot(_ blocks: [Reuse], _ contributions: [Contributions] = []) -> Snapshot
  {
    var snapshot = Example.snapshot(.training, step: 120, growthRate: 12)
    snapshot.reuse = blocks
    snapshot.contributions = contributions
    return snapshot
  }

  /// The reuse pane on a screen of 120×40.
  private func state(
    _ blocks: [Reuse] = blocks(), _ contributions: [Contributions] = []
  ) -> ExplorerState {
    var state = Example.state()
    _ = update(&state, .resized(Grid.Size(rows: 40, columns: 120)))
    state.receive(snapshot: Self.snapshot(blocks, contributions))
    state.press(.character("3"))
    return state
  }

  /// Lessons point at a layer; here that is the column of what it reads.
  @Test func theColumnOfALayerIsShown() {
    let state = state()
    let names = state.session.run.layerNames.long
    for (name, reading) in [
      ("block1.layer2.conv1", "layer 2 from input"), ("transition1.conv", "transition from input"),
      ("block2.layer1.conv1", "layer 1 from input"), ("classifier", "classifier from input"),
    ] {
      var pane = ReusePane()
      guard let layer = names.firstIndex(of: name) else {
        Issue.record("no \(name) in \(names)")
        continue
      }
      pane.show(layer: layer, state.session)
      #expect(pane.reading(state.session)[0].contains(reading), "\(name)")
    }
  }

  // MARK: Measures

  @Test func mGoesThroughTheMeasures() {
    var state = state()
    #expect(state.shows("3 Reuse: mean |w| ─"))
    state.press(.right, .down)
    #expect(state.shows("mean |w| 3.00e-1: layer 2 from layer 1, 12 maps"))
    state.press(.character("m"))
    #expect(state.shows("3 Reuse: mean |γ·w| ─"))
    #expect(state.shows("mean |γ·w| 6.00e-1: layer 2 from layer 1, 12 maps"))
    state.press(.character("m"))
    #expect(state.shows("3 Reuse: contribution ─"))
    state.press(.character("m"))
    #expect(state.shows("3 Reuse: change of mean |w| ─"))
    state.press(.character("m"))
    #expect(state.shows("3 Reuse: mean |w| ─"))
  }

  @Test func withoutNormsThereIsNoScaledWeight() {
    var state = state(Self.blocks(scaled: false))
    state.press(.character("e"), .character("m"))
    #expect(state.shows("mean |γ·w|: this network has no norms and so no γ"))
    #expect(state.shows("Block 1, by mean |w|"))
  }

  @Test func contributionsAreMeasuredWhileTheyAreLookedAt() {
    var state = state()
    let contributions = [
      Contributions(
        step: 120, block: 1, matrix: [[1, nil, nil], [0.3, 0.7, nil], [-0.25, 0.5, 0.75]]),
      Contributions(step: 120, block: 2, matrix: [[1, nil], [0.4, 0.6]]),
    ]
    #expect(update(&state, .key(.character("m"))) == [])
    #expect(update(&state, .key(.character("m"))) == [.show(wish(true))])
    #expect(state.shows("contribution: measuring…"))
    state.receive(snapshot: Self.snapshot(Self.blocks(), contributions))
    state.press(.end)
    #expect(state.shows("contribution -25.0 %: transition from input, 16 maps"))
    #expect(state.shows("100.0 %  ▽ negative"))
    #expect(state.lines().contains { $0.contains("in: 16") && $0.contains("▽") })
    #expect(update(&state, .key(.character("m"))) == [.show(wish(false))])
    // Of a network that has changed since.
    state.press(.character("m"), .character("m"), .character("m"))
    var grown = Self.blocks()
    grown[0].matrix.append([0.1, 0.1, 0.1, 0.1])
    grown[0].maps.append(12)
    state.receive(snapshot: Self.snapshot(grown, contributions))
    #expect(state.shows("contribution: measuring…"))
    state.press(.character("f"))
    #expect(state.shows("contribution: not measured when the picture froze"))
    state.press(.character("f"))
    state.receive([.runEnded(RunEnded(step: 9, reason: .failed, message: "disk full"))])
    #expect(state.shows("contribution: not measured before the run failed"))
  }

  private func wish(_ wantsContributions: Bool) -> Interest {
    Interest(wantsContributions: wantsContributions)
  }

  @Test func changesAreCountedFromTheLastMark() {
    var state = state()
    state.receive([
      .commandApplied(
        CommandApplied(
          step: 130, command: .set(.learningRate, value: 0.2), knob: .learningRate, before: 0.1,
          after: 0.2))
    ])
    var later = Self.blocks()
    later[0].matrix[1][0] = 0.25
    later[0].matrix[1][1] = 0.2
    state.receive(snapshot: Self.snapshot(later))
    state.press(.character("e"), .character("m"), .character("m"), .character("m"), .right)
    #expect(state.shows("change of mean |w| +1.50e-1: layer 2 from input, 16 maps"))
    #expect(state.shows("since the change at step 130, measured at 0"))
    state.press(.down)
    #expect(state.shows("change of mean |w| -1.00e-1: layer 2 from layer 1, 12 maps"))
    let lines = state.lines(display: Display(colorDepth: .monochrome))
    #expect(lines.contains { $0.contains("in: 16") && $0.contains("▲") })
    #expect(lines.contains { $0.contains("less ▼") })
  }

  /// Enter stages the cut, and Enter again makes it; what is cut has a sign.
  @Test func theConnectionUnderTheCursorIsCut() throws {
    var state = state()
    state.press(.character("e"), .right, .down, .enter)
    let pattern = ConnectionPattern(block: 1, source: 1, reader: .layer(2))
    #expect(state.shows("block1/1->2 cut staged"))
    #expect(state.press(.enter) == [.send(.cut(pattern))])
    var description = try #require(state.session.run.network)
    description.cuts = ["block1/1->2"]
    state.receive([.networkChanged(NetworkChanged(step: 120, description: description))])
    #expect(state.shows("cut: layer 2 from layer 1"))
    state.press(.up)
    #expect(state.lines().contains { $0.contains("1: 12") && $0.contains("×") })
    state.press(.down, .enter)
    #expect(state.shows("block1/1->2 joined staged"))
  }

  /// Divided by the greatest of their consumer, NaN kept.
  @Test func sharesFollowTheMeasure() {
    let connections = DenseConnections([[4], [-1, 2], [.nan, 0, 8]], sources: 3)
    let weights = ReuseMeasure.weight.shares(connections, largest: 0)
    #expect(weights[0] == [1, nil, nil])
    #expect(weights[2][0]?.isNaN == true && weights[2][2] == 1)
    #expect(ReuseMeasure.change.shares(connections, largest: 0)[1] == [0.25, 1, nil])
    #expect(ReuseMeasure.contribution.shares(connections, largest: 8)[1] == [0, 0.25, nil])
    let nothing = DenseConnections([[0]], sources: 1)
    #expect(ReuseMeasure.weight.shares(nothing, largest: 0) == [[0]])
    #expect(ReuseMeasure.change.shares(nothing, largest: 0) == [[0.5]])
    #expect(ReuseMeasure.contribution.shares(nothing, largest: 0) == [[0]])
  }

  @Test func eachMeasureIsExplained() {
    var state = state()
    state.enter("layout teaching")
    state.press(.character("3"))
    #expect(state.shows("Each column is a layer that reads"))
    state.press(.character("m"))
    #expect(state.shows("each weight is multiplied by γ"))
    state.press(.character("m"))
    #expect(state.shows("adds up to 100 %"))
    state.press(.character("m"))
    #expect(state.shows("since the last change of a knob"))
  }

  // MARK: Moving

  @Test func arrowsLeadIntoTheNeighbouringBlock() {
    var state = state()
    #expect(state.shows("layer 1 from input, 16 maps"))
    state.press(.left, .up)
    #expect(state.shows("layer 1 from input, 16 maps"))
    state.press(.right, .right, .down, .down, .down)
    #expect(state.shows("transition from layer 2, 12 maps"))
    state.press(.right)
    #expect(state.shows("layer 1 from input, 20 maps"))
    state.press(.end, .right, .right, .down)
    #expect(state.shows("classifier from layer 1, 12 maps"))
    state.press(.pageDown)
    #expect(state.shows("classifier from layer 1, 12 maps"))
    state.press(.home, .left)
    #expect(state.shows("transition from input, 16 maps"))
    state.press(.pageDown)
    #expect(state.shows("classifier from input, 20 maps"))
    state.press(.pageUp, .home)
    #expect(state.shows("layer 1 from input, 16 maps"))
  }

  @Test func theMousePutsTheCursorIntoAnyBlock() throws {
    var state = state()
    state.press(.character("e"))
    let lines = state.lines()
    let row = try #require(lines.firstIndex { $0.contains("in: 16") })
    let names = Array(lines[row - 1])
    let outs = names.indices.filter { names[$0...].starts(with: "out") }
    #expect(outs.count == 2, "both blocks stand side by side")
    _ = update(&state, .mouse(.press(row: row, column: outs[1] + 1)))
    #expect(state.shows("classifier from input, 20 maps"))
    let below = try #require(lines.lastIndex { $0.contains("1: 12") })
    _ = update(&state, .mouse(.press(row: below, column: outs[0] + 2)))
    #expect(state.shows("transition from layer 1, 12 maps"))
    // Where a layer cannot read, the cursor goes to the last source that it can.
    let first = try #require(names.firstIndex(of: "1"))
    _ = update(&state, .mouse(.press(row: below, column: first)))
    #expect(state.shows("layer 1 from input, 16 maps"))
    for row in -1...45 {
      for column in -1...125 { _ = update(&state, .mouse(.press(row: row, column: column))) }
    }
  }

  @Test func theMouseChoosesAShortcut() throws {
    var state = Example.residualState()
    _ = update(&state, .resized(Grid.Size(rows: 40, columns: 120)))
    #expect(state.shows("3 Shortcuts"))
    let row = try #require(state.lines().firstIndex { $0.contains("layer2.0") })
    let line = try #require(state.lines().first { $0.contains("layer2.0") })
    let column = try #require(Array(line).lastIndex(of: "r"))
    _ = update(&state, .mouse(.press(row: row, column: column)))
    #expect(state.shows("|x| 90, |F(x)| 90: layer2.0"))
  }

  // MARK: Cutting

  /// The share is the one that `cut_below` judges by.
  @Test func theShareIsWrittenOut() {
    var state = state()
    state.press(.right, .down)
    // 12 maps of 0.6 beside 16 of 0.2.
    #expect(state.shows("69.2 % of the reader's weight"))
  }

  @Test func rowsAndColumnsAreCutAndJoined() {
    var state = state()
    func line(_ source: Int?, _ reader: ConnectionPattern.Reader?) -> ConnectionPattern {
      ConnectionPattern(block: 1, source: source, reader: reader)
    }
    state.press(.right, .down, .character("x"))
    #expect(state.shows("block1/*->2 cut staged"))
    #expect(state.press(.enter) == [.send(.cut(line(nil, .layer(2))))])
    state.press(.character("X"))
    #expect(state.press(.enter) == [.send(.cut(line(1, nil)))])
    state.receive([cut(["block1/in->2", "block1/1->2", "block1/1->out"])])
    state.press(.character("x"))
    #expect(state.press(.enter) == [.send(.join(line(nil, .layer(2))))])
    state.press(.character("X"))
    #expect(state.press(.enter) == [.send(.join(line(1, nil)))])
    state.press(.up)
    state.enter("cut-row")
    #expect(state.press(.enter) == [.send(.cut(line(0, nil)))])
  }

  @Test func whatCarriesLittleIsCutByPercentage() {
    var state = state()
    state.press(.character("b"))
    #expect(state.shows(":cut_below "))
    state.press(.character("5"))
    #expect(state.press(.enter, .enter) == [.send(.cutBelow(percent: 5))])
    #expect(state.enter("cut_below few") == [])
    #expect(state.shows("cut_below 'few': expected a percentage, such as 2.5"))
    state.receive([.runEnded(RunEnded(step: 9, reason: .stopped, message: "Stopped."))])
    for key in "xXb" { #expect(state.press(.character(key)) == [] && state.overlay == .none) }
    #expect(state.shows("The run has ended"))
    var residual = Example.residualState()
    residual.press(.character("x"))
    #expect(residual.shows("Only a DenseNet has connections to cut."))
  }

  private func cut(_ connections: [String]) -> RunEvent {
    guard case .runStarted(let run) = Example.started else { return Example.started }
    var network = run.networks[0]
    network.cuts = connections
    return .networkChanged(NetworkChanged(step: 120, description: network))
  }

  // MARK: Drawing

  /// Three blocks of twelve layers: side by side from 112 columns on, otherwise those that fit.
  @Test(arguments: [(250, 3), (120, 3), (110, 2), (80, 2), (60, 1), (40, 1)])
  func blocksStandSideBySideWhereTheyCanBeRead(columns: Int, shown: Int) {
    let blocks = (1...3).map { Self.block($0, layers: 12) }
    for block in 0..<3 {
      let arrangement = ReuseArrangement(
        blocks, cursor: ReuseCursor(block: block), in: Area(Grid.Size(rows: 30, columns: columns)))
      #expect(arrangement.places.count == shown)
      #expect(arrangement.places.contains { $0.block == block })
      if shown > 1 { #expect(arrangement.places.allSatisfy { $0.cellWidth >= 2 }) }
    }
  }

  private static func block(_ number: Int, layers: Int) -> Reuse {
    Reuse(
      step: 0, block: number,
      matrix: (0...layers).map { consumer in
        (0...layers).map { $0 <= consumer ? Double($0 + 1) : nil }
      }, maps: [100] + Array(repeating: 12, count: layers))
  }

  /// Names of columns never run into one another, and the last one always has its own.
  @Test(arguments: [40, 60, 80, 120])
  func namesOfColumnsStandApart(columns: Int) throws {
    var state = state([Self.block(1, layers: 30)])
    state.press(.character("e"), .end)
    let lines = state.lines(rows: 24, columns: columns)
    let names = try #require(lines.first { $0.contains("out") && !$0.contains("mean") })
    let numbers = names.split { $0 == " " || $0 == "│" }
    #expect(numbers.last == "out")
    #expect(numbers.dropLast().allSatisfy { Int($0).map { 1...30 ~= $0 } ?? false })
  }

  @Test func theSmallestScreenHasTheValue() {
    var state = state()
    state.press(.right)
    #expect(state.shows("1.00e-1: layer 2 from input", rows: 12, columns: 40))
    #expect(state.shows("in: 16", rows: 12, columns: 40))
    state.receive(snapshot: Self.snapshot(Self.blocks().suffix(1)))
    _ = update(&state, .resized(Grid.Size(rows: 12, columns: 40)))
    state.press(.character("q"))
    #expect(state.shows("1.00e-1: classifier from input", rows: 12, columns: 40))
  }

  /// Whatever comes across the channel: it is drawn at every size, with and without colours.
  @Test func dataThatDoNotFitAreDrawn() {
    let odd = [
      Reuse(step: 0, block: 1, matrix: [], maps: []),
      Reuse(step: 0, block: 1, matrix: [], maps: [3, 4]),
      Reuse(step: 0, block: 2, matrix: [[1], [2]], maps: []),
      Reuse(step: 0, block: 3, matrix: [[], [1, 2, 3, 4, 5], [.nan]], maps: [3, 4], mapUse: [1]),
      Reuse(
        step: 0, block: 4, matrix: [[1, nil], [.infinity, -1]], maps: [3, 4, 5],
        scaledMatrix: [[1]], mapUse: Array(repeating: .nan, count: 99)),
    ]
    let contributions = [
      Contributions(step: 0, block: 3, matrix: [[1, 1, 1, 1], [], [.nan, -1]]),
      Contributions(step: 0, block: 4, matrix: [[], []]),
    ]
    var state = state()
    var round = 0
    for blocks in [odd, [odd[0]], [odd[2]], odd.reversed(), []] {
      state.receive(snapshot: Self.snapshot(blocks, contributions))
      for key: Key in [.end, .right, .down, .pageDown, .left, .up, .home, .pageUp, .character("m")]
      {
        state.press(key, .pageDown)
        let size = [(6, 20), (12, 40), (24, 80), (40, 120), (70, 250)][round % 5]
        let display = Display(colorDepth: .monochrome, glyphs: Glyphs.allCases[round % 3])
        let lines = state.lines(rows: size.0, columns: size.1, display: display)
        if display.glyphs == .ascii { #expect(lines.allSatisfy { $0.allSatisfy(\.isASCII) }) }
        round += 1
        _ = update(&state, .mouse(.press(row: 12, column: 80)))
      }
    }
  }

  @Test func aNumberThatIsNotFiniteIsShownAsSuch() {
    var blocks = Self.blocks()
    blocks[0].matrix[0][0] = .infinity
    let state = state(blocks)
    #expect(state.shows("mean |w| NaN: layer 1 from input"))
    #expect(state.lines().contains { $0.contains("in: 16 ◆") })
  }
}
