import Channel
import Screen
import Testing

@testable import Explorer

/// The network's layers, connections and confusions: keys, readings, clicks and odd data.
struct NetworkPaneTests {
  /// The pane after `m` was pressed so many times.
  private func pane(view: Int) -> NetworkPane {
    var (pane, session) = (NetworkPane(), Session())
    for _ in 0..<view { _ = pane.press(.character("m"), &session) }
    return pane
  }

  private func reading(_ pane: NetworkPane, _ session: Session) -> String {
    pane.reading(session).joined(separator: ", ")
  }

  @Test func oneKeyGoesThroughTheViews() {
    let session = ExampleNetwork.session()
    #expect(
      (0..<4).map { pane(view: $0).title(session).prefix { $0 != "," } } == [
        "Network: layers", "Network: connections of block 1 of 3", "Network: confusion at step 100",
        "Network: layers",
      ])
    #expect(Set((0..<3).map { pane(view: $0).explanation(session) }).count == 3)
  }

  // MARK: Layers

  @Test func theTableDropsColumnsAsItNarrows() {
    let session = ExampleNetwork.session()
    func heading(_ columns: Int) -> [Substring] {
      let lines = pane(view: 0).picture(session, columns: columns).grid.text.split(separator: "\n")
      return lines[1].dropFirst().split(separator: " ").filter { $0 != "§" }
    }
    #expect(
      heading(120).joined(separator: " ").hasPrefix(
        "layer kind reads puts out parameters multiply-adds memory"))
    // Of a dense network what layers read matters most.
    #expect(heading(60).joined(separator: " ").contains("reads puts out parameters"))
    #expect(!heading(60).contains("kind") && !heading(60).contains("memory"))
    #expect(heading(30).joined(separator: " ").hasPrefix("layer parameters"))
  }

  @Test func whatIsNotKnownIsADashAndTheLastRowHasTheSums() {
    let session = ExampleNetwork.session()
    let lines = pane(view: 0).picture(session, rows: 60).grid.text.split(separator: "\n")
    #expect(lines.contains { $0.contains("classifier") && $0.contains("–") })
    #expect(lines.contains { $0.contains("40 layers") && $0.contains("76.0k") })
  }

  @Test func theCursorIsSharedAndFiltered() {
    var session = ExampleNetwork.session()
    var pane = pane(view: 0)
    pane.move(.down, &session)
    #expect(session.layer == 1)
    #expect(reading(pane, session).hasPrefix("block1.layer1.conv1: 16 → 32×28×28, 512 parameters"))
    #expect(pane.filter(by: "transition", &session))
    #expect(session.layer == 13)
    #expect(pane.shows("2 layers", session))
    guard case .details(let heading, let text) = pane.open(&session) else {
      Issue.record("no details")
      return
    }
    #expect(heading == "Layer 14" && text.contains("features.transition1.conv"))
    _ = pane.filter(by: "nothing", &session)
    #expect(pane.shows("no layer has 'nothing' in its name", session))
  }

  @Test func aClickChoosesTheLayerOfTheRow() {
    var session = ExampleNetwork.session()
    var pane = pane(view: 0)
    let area = Area(row: 1, column: 1, rows: 19, columns: 78)
    pane.click(row: 3, column: 5, in: area, &session)
    #expect(session.layer == 2)
    pane.click(row: 0, column: 5, in: area, &session)
    pane.click(row: 18, column: 5, in: area, &session)
    #expect(session.layer == 2)
  }

  // MARK: Connections

  @Test func aLayersInputsAndReadersAreInFigures() {
    var session = ExampleNetwork.session()
    session.layer = 7
    let pane = pane(view: 1)
    #expect(
      reading(pane, session)
        == "layer 4 reads 41.4 % from layer 2, 24.1 % from layer 1, 20.7 % from layer 3, …, "
        + "layer 4 is read by 3 after it, most by the transition (14.5 %)")
    #expect(pane.shows("layer 4 reads 40 maps of 4 sources, 3 read its maps", session))
    #expect(pane.shows("○━━━━━◐━━━━━●━━━━━◐━━━━━╗", session, rows: 19, columns: 78))
  }

  @Test func theCursorGoesFromLayerToLayerAndFromBlockToBlock() {
    var session = ExampleNetwork.session()
    var pane = pane(view: 1)
    func name() -> String { session.run.layerNames[session.layer] }
    #expect(pane.shows("the input: 7 read it", session))
    pane.move(.down, &session)
    pane.move(.right, &session)
    #expect(name() == "block1.layer2.conv1")
    pane.move(.end, &session)
    #expect(name() == "transition1.conv")
    #expect(pane.shows("the transition reads 64 maps of 7 sources", session))
    pane.move(.down, &session)
    #expect(name() == "block2.layer1.conv1")
    pane.move(.pageDown, &session)
    #expect(name() == "block3.layer1.conv1")
    pane.move(.end, &session)
    pane.move(.down, &session)
    #expect(name() == "classifier")
    pane.move(.pageUp, &session)
    pane.move(.home, &session)
    #expect(name() == "block2.layer1.conv1")
    // The second convolution of a layer belongs to it.
    session.layer += 1
    #expect(pane.shows("layer 1 reads", session))
  }

  @Test func aClickChoosesTheNodeOfTheRow() throws {
    var session = ExampleNetwork.session()
    var pane = pane(view: 1)
    let area = Area(row: 1, column: 1, rows: 19, columns: 78)
    let lines = pane.picture(session, rows: 19, columns: 78).grid.text.split(separator: "\n")
    let row = try #require(lines.firstIndex { $0.hasPrefix("§  3 ") })
    pane.click(row: row - 1, column: 3, in: area, &session)
    #expect(session.run.layerNames[session.layer] == "block1.layer3.conv1")
    pane.click(row: 0, column: 3, in: area, &session)
    pane.click(row: 18, column: 3, in: area, &session)
    #expect(session.run.layerNames[session.layer] == "block1.layer3.conv1")
  }

  @Test func scaledWeightsCountWhereThereAreNorms() throws {
    var reuse = ExampleNetwork.reuse()
    reuse[0].scaledMatrix = reuse[0].matrix
    reuse[0].scaledMatrix?[1] = [3, 1, nil, nil, nil, nil, nil]
    let session = ExampleNetwork.session(
      snapshot: Snapshot(activity: .training, step: 1, reuse: reuse))
    let block = try #require(BlockConnections(session.run, layer: 3))
    // 16 maps of mean weight 3 against 8 of 1: two thirds of the maps have six sevenths of the weight.
    #expect(block.share(reader: 2, source: 0).map { abs($0 - 6.0 / 7) < 1e-12 } == true)
    #expect(block.weight(reader: 2, source: 0) == .middle)
    #expect(block.weight(reader: 2, source: 1) == .light)
    #expect(block.share(reader: 2, source: 2) == nil)
    #expect(block.share(reader: 99, source: 0) == nil)
  }

  @Test func aResNetShowsItsShortcutsAndAPlainNetworkAChain() {
    var session = ExampleNetwork.session(ExampleNetwork.residual())
    var pane = pane(view: 1)
    #expect(pane.shows("x 75.0 %", session))
    pane.move(.down, &session)
    #expect(
      reading(pane, session)
        == "layer1.0: 75.0 % by the shortcut, 25.0 % computed, |x| 90, |F(x)| 30, "
        + "the shortcut hands x on as it is")
    for _ in 0..<3 { pane.move(.down, &session) }
    #expect(session.run.layerNames[session.layer] == "layer2.0.conv1")
    #expect(reading(pane, session).hasSuffix("the shortcut is a convolution 1×1"))
    pane.click(
      row: 1, column: 2, in: Area(row: 1, column: 1, rows: 19, columns: 78), &session)
    #expect(session.layer == 0)
    session = ExampleNetwork.session(ExampleNetwork.residual("plain"))
    #expect(pane.shows("no shortcuts: each layer reads the one before it", session))
    pane.move(.down, &session)
    #expect(reading(pane, session) == "layer1.0.conv1 reads conv1 and nothing else")
  }

  // MARK: Confusion

  @Test func aCellIsWrittenOut() {
    var session = ExampleNetwork.session()
    var pane = pane(view: 2)
    #expect(reading(pane, session) == "t-shirt/top recognised: 991 of 1000 (99.1 %)")
    for _ in 0..<6 { pane.move(.down, &session) }
    #expect(reading(pane, session) == "shirt taken for t-shirt/top: 187 of 1000 (18.7 %)")
    #expect(pane.shows("most frequent confusions", session))
    #expect(pane.shows("187 of 1000 (18.7 %): shirt taken", session, rows: 14, columns: 46))
    pane.move(.end, &session)
    pane.move(.pageDown, &session)
    #expect(reading(pane, session) == "ankle boot recognised: 910 of 1000 (91.0 %)")
    guard case .details = pane.open(&session) else {
      Issue.record("no details")
      return
    }
  }

  @Test func aClickChoosesTheCell() {
    var session = ExampleNetwork.session()
    var pane = pane(view: 2)
    let area = Area(row: 1, column: 1, rows: 19, columns: 78)
    // Two columns for the number, the longest name and a blank; cells of six columns.
    pane.click(row: 7, column: 13 + 6 * 2 + 1, in: area, &session)
    #expect(reading(pane, session).hasPrefix("shirt taken for pullover"))
    pane.click(row: 0, column: 20, in: area, &session)
    pane.click(row: 15, column: 2, in: area, &session)
    #expect(reading(pane, session).hasPrefix("shirt taken for pullover"))
  }

  @Test func withoutAMatrixItSaysWhy() {
    let none = ExampleNetwork.session(evaluation: nil)
    #expect(pane(view: 2).shows("no evaluation yet", none))
    let uncounted = ExampleNetwork.session(
      evaluation: Evaluation(step: 1, loss: 1, accuracy: 0, samples: 3))
    #expect(pane(view: 2).shows("evaluations did not count classes", uncounted))
  }

  @Test func manyClassesScrollAroundTheCursor() {
    let size = 100
    let counts = (0..<size).map { label in (0..<size).map { $0 == label ? 9 : label % 2 } }
    var session = ExampleNetwork.session(
      evaluation: Evaluation(step: 1, loss: 1, accuracy: 0, samples: 3, confusion: counts))
    var pane = pane(view: 2)
    for _ in 0..<20 { pane.move(.pageDown, &session) }
    pane.move(.end, &session)
    #expect(pane.shows("99 class 99", session, rows: 19, columns: 78))
  }

  @Test(arguments: 0..<3) func asciiAloneIsEnough(view: Int) {
    for network in [ExampleNetwork.dense(), ExampleNetwork.residual()] {
      var session = ExampleNetwork.session(network)
      session.layer = 7
      #expect(pane(view: view).needsOnlyASCII(session, rows: 40, columns: 120))
    }
  }

  // MARK: Odd data

  /// Nothing that a run sends may trap or leave the pane's area.
  @Test(
    arguments: 0..<3,
    [(0, 0), (1, 1), (3, 12), (4, 14), (9, 38), (19, 78), (38, 20), (38, 118), (66, 248)])
  func anyDataAtAnySize(view: Int, size: (rows: Int, columns: Int)) {
    var reuse = ExampleNetwork.reuse()
    reuse[0].matrix = [[nil], [.nan, .infinity, -1], []]
    (reuse[1].maps, reuse[1].scaledMatrix) = ([], [[]])
    let odd = Snapshot(activity: .training, reuse: reuse)
    var network = ExampleNetwork.dense()
    network.layers[3].outputShape = []
    (network.layers[4].parameters, network.layers[5].multiplyAdds) = (.max, .max)
    let evaluations = [[], [[]], [[1, 2], [-3]], [[0, 0], [.max, .max], [5]]].map {
      Evaluation(step: 1, loss: .nan, accuracy: 0, samples: 3, confusion: $0)
    }
    let none = NetworkDescription(name: "", architecture: "densenet", parameters: 0, layers: [])
    let sessions =
      [
        Session(), ExampleNetwork.session(network, snapshot: odd), ExampleNetwork.session(none),
        ExampleNetwork.session(ExampleNetwork.dense(blocks: 1, layers: 60)),
        ExampleNetwork.session(ExampleNetwork.residual(), snapshot: odd),
        ExampleNetwork.session(ExampleNetwork.residual("plain")),
      ] + evaluations.map { ExampleNetwork.session(evaluation: $0) }
    for var session in sessions {
      var pane = pane(view: view)
      for layer in [0, 9, 70, 9_999] {
        session.layer = layer
        for display in displays {
          let picture = pane.picture(
            session, rows: size.rows, columns: size.columns, display: display)
          #expect(!picture.leavesItsArea)
        }
      }
      for move in CursorMove.allCases { pane.move(move, &session) }
      for row in [-1, 0, size.rows / 2, size.rows] {
        let area = Area(row: 1, column: 1, rows: size.rows, columns: size.columns)
        pane.click(row: row, column: size.columns / 2, in: area, &session)
      }
      _ = (pane.reading(session), pane.title(session), pane.open(&session))
    }
  }

  @Test func namesOfAnyKindDoNotShiftColumns() {
    var session = ExampleNetwork.session()
    var started = session.live.started
    started?.dataset.classes = ["漢字", "a\u{301}\u{7}", "😀😀"]
    if let started {
      let evaluation = RunEvent.evaluation(ExampleNetwork.evaluation)
      session.networks[0].live.receive(RunChannel.News(events: [.runStarted(started), evaluation]))
    }
    let picture = pane(view: 2).picture(session, rows: 19, columns: 78)
    #expect(!picture.leavesItsArea)
    #expect((0..<10).allSatisfy { picture.grid[3 + $0, 79].character == "§" })
    #expect((1..<4).allSatisfy { picture.grid[2 + $0, 16 + 6 * $0].character.isNumber })
  }
}
