import Channel
import Screen
import Testing

@testable import Explorer

/// An image on its way through the network: keys, readings, clicks and odd data.
struct FeatureMapsPaneTests {
  private func interest(_ pane: FeatureMapsPane, _ session: Session) -> Interest {
    var interest = Interest()
    pane.addInterest(to: &interest, session)
    return interest
  }

  private func pressed(_ keys: String, _ session: inout Session) -> FeatureMapsPane {
    var pane = FeatureMapsPane()
    for key in keys { _ = pane.press(.character(key), &session) }
    return pane
  }

  private func receive(_ sample: SamplePicture?, _ session: inout Session) {
    let snapshot = Snapshot(activity: .training, step: 200, sample: sample)
    session.networks[0].live.receive(RunChannel.News(snapshot: snapshot))
  }

  @Test func itAsksForTheImageAndTheLayerUnderTheCursor() {
    var session = ExampleNetwork.session()
    session.layer = 4
    #expect(
      interest(FeatureMapsPane(), session) == Interest(sample: .image(0), layer: 4))
    #expect(interest(pressed("...,", &session), session).sample == .image(2))
    #expect(interest(pressed(",", &session), session).sample == .image(9_999))
  }

  @Test func onlyMistakesOnRequestAndNotBeforeAnEvaluation() {
    var session = ExampleNetwork.session()
    #expect(interest(pressed("..x.", &session), session).sample == .mistake(1))
    #expect(interest(pressed("x,", &session), session).sample == .mistake(911))
    #expect(interest(pressed("xx", &session), session).sample == .image(16))
    let sample = ExampleNetwork.sample(mistakes: nil)
    session = ExampleNetwork.session(
      evaluation: nil, snapshot: Snapshot(activity: .training, sample: sample))
    #expect(interest(pressed("x", &session), session).sample == .image(0))
    #expect(
      session.message
        == "No mistake is known: no evaluation yet, the first comes after step 938 at the latest.")
    receive(ExampleNetwork.sample(mistakes: 0), &session)
    #expect(interest(pressed("x", &session), session).sample == .image(0))
    #expect(session.message == "The last evaluation found no mistake.")
  }

  @Test func imageClassAndAnswersAreInWords() {
    var session = ExampleNetwork.session()
    let pane = FeatureMapsPane()
    for text in ["test image 17", "it is: sneaker", "wrong: 61.2 % sandal", "30.0 %"] {
      #expect(pane.shows(text, session))
    }
    #expect(pane.shows("sneaker, wrong: 61.2 % sandal", session, rows: 6, columns: 38))
    var sample = ExampleNetwork.sample(.mistake(2))
    receive(sample, &session)
    #expect(pane.shows("mistake 3 of 912, image 17", session))
    sample.label = 5
    receive(sample, &session)
    #expect(pane.shows("right: 61.2 % sandal", session))
  }

  @Test func theHeadingSaysWhichLayerOfTheBlockItIs() {
    var session = ExampleNetwork.session()
    let pane = FeatureMapsPane()
    receive(ExampleNetwork.sample(.image(0), layer: 2), &session)
    session.layer = 2
    #expect(pane.shows("8 maps of 28×28, layer 1 of 6 in block 1", session))
    #expect(pane.title(session) == "Maps of block1.layer1.conv2")
    session.layer = 3
    #expect(pane.shows("measuring…", session))
  }

  @Test func thePaneSaysWhyWhatWasAskedForCannotBeSeen() {
    var session = ExampleNetwork.session(snapshot: Snapshot(activity: .training))
    let pane = FeatureMapsPane()
    #expect(pane.shows("measuring…", session))
    #expect(pane.reading(session).isEmpty)
    receive(ExampleNetwork.sample(), &session)
    session.networks[0].frozen = session.live
    #expect(pane.shows("the picture is frozen", session))
    session.networks[0].frozen = nil
    let end = RunEvent.runEnded(RunEnded(step: 200, reason: .failed, message: "disk full"))
    session.networks[0].live.receive(
      RunChannel.News(events: [end], snapshot: Snapshot(activity: .ended, step: 200)))
    // The last image stays.
    #expect(pane.shows("it is: sneaker", session))
    #expect(pane.shows("the run has failed", session))
  }

  @Test func arrowsGoOverTheMapsAndPagesToOtherLayers() {
    var session = ExampleNetwork.session()
    var pane = FeatureMapsPane()
    func text() -> String { pane.reading(session).first ?? "" }
    #expect(text() == "map 1 of 8: -0.25 to 2.5")
    pane.move(.right, &session)
    #expect(text() == "map 2 of 8: -0.5 to 2.5")
    pane.move(.down, &session)
    #expect(text() == "map 6 of 8: -1.5 to 2.5")
    pane.move(.down, &session)
    pane.move(.up, &session)
    #expect(text().hasPrefix("map 2"))
    pane.move(.end, &session)
    pane.move(.right, &session)
    #expect(text().hasPrefix("map 8"))
    pane.move(.home, &session)
    #expect(text().hasPrefix("map 1"))
    pane.move(.pageDown, &session)
    pane.move(.pageDown, &session)
    pane.move(.pageUp, &session)
    #expect(session.layer == 1)
  }

  @Test func pagesStayInTheFilter() {
    var session = ExampleNetwork.session()
    var pane = FeatureMapsPane()
    #expect(pane.filter(by: "transition", &session))
    #expect(session.layer == 13)
    pane.move(.pageDown, &session)
    #expect(session.run.layerNames[session.layer] == "transition2.conv")
  }

  @Test(arguments: [(19, 78), (40, 120), (16, 46), (30, 30)])
  func aClickPutsTheCursorOnTheMapThere(rows: Int, columns: Int) throws {
    var session = ExampleNetwork.session()
    receive(ExampleNetwork.sample(maps: 9), &session)
    let pane = FeatureMapsPane()
    let lines = pane.picture(session, rows: rows, columns: columns).grid.text.split(
      separator: "\n", omittingEmptySubsequences: false)
    // The number above a map belongs to it.
    let line = try #require(lines.lastIndex { $0.contains(" 6 ") || $0.contains(" 6§") })
    let column = try #require(Array(lines[line]).lastIndex(of: "6"))
    var clicked = pane
    let area = Area(row: 1, column: 1, rows: rows, columns: columns)
    clicked.click(row: line, column: column - 1, in: area, &session)
    #expect(clicked.reading(session).first?.hasPrefix("map 6") == true)
    clicked.click(row: 0, column: 0, in: area, &session)
    #expect(clicked.reading(session).first?.hasPrefix("map 6") == true)
  }

  @Test func oneRangeForAllMapsOnRequest() {
    var session = ExampleNetwork.session()
    let own = pressed("", &session).picture(session).grid
    #expect(pressed("b", &session).picture(session).grid != own)
    #expect(pressed("rr", &session).picture(session).grid == own)
  }

  @Test func asciiAloneIsEnough() {
    let session = ExampleNetwork.session()
    #expect(FeatureMapsPane().needsOnlyASCII(session, rows: 40, columns: 120))
  }

  /// Nothing that a run sends may trap or leave the pane's area.
  @Test(arguments: [(0, 0), (1, 1), (3, 11), (4, 12), (9, 38), (19, 78), (38, 20), (70, 250)])
  func anyDataAtAnySize(rows: Int, columns: Int) {
    var empty = ExampleNetwork.sample(maps: 0)
    (empty.channels, empty.probabilities, empty.label, empty.layer) = ([], [], -1, 9_999)
    var odd = ExampleNetwork.sample(.mistake(5), maps: 3, mistakes: 0)
    odd.maps[1].values = [1, 2]
    odd.maps[2] = SamplePicture.Picture(
      width: 0, height: 3, values: [], minimum: .nan, maximum: -.infinity)
    (odd.probabilities, odd.label) = ([.nan, .infinity, -3], 99)
    let single = ExampleNetwork.sample(maps: 10, side: 1)
    let many = ExampleNetwork.sample(maps: 300, side: 7, channels: 3)
    for sample in [empty, odd, single, many, ExampleNetwork.sample(channels: 2), nil] {
      var session = ExampleNetwork.session()
      receive(sample, &session)
      session.layer = 500
      var pane = pressed("x.r", &session)
      for display in displays {
        let picture = pane.picture(session, rows: rows, columns: columns, display: display)
        #expect(!picture.leavesItsArea)
      }
      for move in CursorMove.allCases { pane.move(move, &session) }
      pane.click(
        row: rows / 2, column: columns - 1,
        in: Area(row: 1, column: 1, rows: rows, columns: columns), &session)
      _ = (pane.reading(session), pane.title(session))
    }
  }
}
