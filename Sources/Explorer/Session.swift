import Channel
import Screen

/// What all panes share: the run, what the person asked of it, and where they look.
struct Session: Sendable {
  // The run.
  /// Its networks: one, or several that are compared.
  var networks: [WatchedNetwork]
  /// Where one is in a recorded run; `nil` of one that is under way here.
  var replay: Replay?
  /// How often it was shown at another step than the next.
  var timesReplaced = 0
  /// The lesson that makes the run; `nil` where none is given.
  var lesson: LessonProgress?
  /// Index of the network that panes show.
  var selected = 0
  /// Whether keys steer all networks, and not only the one that is shown.
  var steersAll = true
  /// The network that is shown, as it is now.
  var live: ObservedRun { networks[selected].live }
  /// The same as it was when the person froze the picture.
  var frozen: ObservedRun? { networks[selected].frozen }
  /// As it was where the time line's cursor is.
  var past: ObservedRun?
  /// What is shown of the network.
  var run: ObservedRun { past ?? networks[selected].shown }
  /// The knobs that are shown: also of a frozen picture those of now, which can be changed.
  var shownKnobs: [Knob: Double] { (past ?? live).snapshot.knobs }
  /// Where the person is on the time line; `nil` while it is closed.
  var timeLine: TimeLineCursor?

  // What the person asked for and the run has not answered yet.
  /// What waits for Enter or for the end of the pause.
  var staged = Staging()
  /// The knob that the person has chosen, for any network that has it.
  private var chosenKnob = Knob.growthRate
  /// The knob that keys change: where the network that is shown has no such one, its first.
  var selectedKnob: Knob {
    get {
      let knobs = live.knobs
      return knobs.contains(chosenKnob) ? chosenKnob : knobs.first ?? chosenKnob
    }
    set { chosenKnob = newValue }
  }

  // Where they look.
  var window = StepWindow()
  /// Step under the cursor; `nil` is the newest.
  var cursorStep: Int?
  /// Index of the layer under the cursor.
  var layer = 0
  /// Part of the names of the layers that are listed; empty for all.
  var layerFilter = ""
  /// The last thing to say, until the next key.
  var message: String?
  /// The beginning of a command line that one of a pane's keys opens; `nil` once it is open.
  var wantedCommandLine: String?

  /// A session before its run begins.
  ///
  /// - Parameter networks: how many are trained.
  init(networks: Int = 1) {
    self.networks = Array(repeating: WatchedNetwork(), count: max(networks, 1))
  }

  /// The step whose values are written out.
  var shownStep: Int { cursorStep ?? max(run.step, 1) }

  /// `step 7` or `steps 5–8`: of a stretch that is under way, those that were done.
  func name(of steps: ClosedRange<Int>) -> String {
    let last = min(steps.upperBound, max(run.step, steps.lowerBound))
    return last == steps.lowerBound
      ? "step \(last)" : "steps \(steps.lowerBound)–\(last)"
  }

  /// Steps along the axes of charts. Of a whole run there is some room for steps to come, so that not
  /// every new one changes the scale and with it each cell.
  var shownSteps: ClosedRange<Int> {
    let greatest = networks.reduce(run.greatestStep) { max($0, $1.shown.greatestStep) }
    let steps = window.steps(newest: window.span == nil ? greatest : run.step)
    guard window.span == nil, !run.isFinished else { return steps }
    var unit = 1
    while unit * 32 <= steps.upperBound { unit *= 2 }
    return 1...(steps.upperBound + unit - 1) / unit * unit
  }

  /// `, steps 61–120, following` behind the title of a chart that shows a part of the run.
  var shownStepsText: String {
    guard window != StepWindow() else { return "" }
    let steps = shownSteps
    return ", steps \(steps.lowerBound)–\(steps.upperBound)"
      + (window.follows && frozen == nil ? ", following" : "")
  }

  /// Indices of the layers that the filter leaves.
  var shownLayers: [Int] {
    let run = run
    guard layerFilter.isEmpty else { return run.layerNames.layers(with: layerFilter) }
    return Array(
      0..<max(run.layerNames.long.count, run.history.layers[.gradientNorm]?.count ?? 0))
  }

  /// Lists only layers that have a text in their names, and puts the cursor on one of them.
  mutating func listLayers(with text: String) {
    layerFilter = text
    let layers = shownLayers
    if let first = layers.first, !layers.contains(layer) { layer = first }
  }

  /// Lists other lines of the log.
  mutating func list(_ change: (inout RunLog.Listing) -> Void) {
    var listing = live.log.listing
    change(&listing)
    for index in networks.indices {
      networks[index].live.list(listing)
      networks[index].frozen?.list(listing)
    }
  }

  // MARK: Moving

  mutating func moveAlongSteps(_ move: CursorMove) {
    let newest = max(run.step, 1)
    let shown = shownSteps
    // About one column of a screen, at least one step.
    let stride = max(shown.count / 60, 1)
    let now = min(cursorStep ?? shown.upperBound, newest)
    let next =
      switch move {
      case .left, .down: now - stride
      case .right, .up: now + stride
      case .pageUp: now - max(shown.count / 2, 1)
      case .pageDown: now + max(shown.count / 2, 1)
      case .home: 1
      case .end: newest
      }
    goTo(step: next)
  }

  /// Puts the cursor on a step; on the newest it follows the run.
  mutating func goTo(step: Int) {
    let newest = max(run.step, 1)
    cursorStep = step >= newest ? nil : max(step, 1)
    window.show(cursorStep ?? newest, newest: newest)
  }

  /// Moves the cursor through the layers that are listed.
  mutating func moveAlongLayers(_ move: CursorMove) {
    let layers = shownLayers
    let now = layers.firstIndex { $0 >= layer } ?? max(layers.count - 1, 0)
    let next = now.moved(move, count: layers.count)
    if layers.indices.contains(next) { layer = layers[next] }
  }

  /// Moves up and down through the layers, and else along the steps.
  mutating func moveAlongLayersAndSteps(_ move: CursorMove) {
    switch move {
    case .up, .down, .pageUp, .pageDown: moveAlongLayers(move)
    case .left, .right, .home, .end: moveAlongSteps(move)
    }
  }

  mutating func goToMark(forward: Bool) {
    let marks = run.history.marks
    let now = shownStep
    let next =
      forward
      ? marks.first { $0.step > now }
      // The newest step is shown while the run is followed, and may have a mark itself.
      : marks.last { $0.step < now || cursorStep == nil && $0.step == now }
    guard let next else {
      message = "No mark \(forward ? "after" : "before") step \(now)."
      return
    }
    // The cursor stays on a mark, also on one at the newest step.
    cursorStep = max(next.step, 1)
    window.show(cursorStep ?? 1, newest: max(run.step, 1))
    message = "step \(next.step): \(next.text)"
  }

  // MARK: Knobs

  mutating func selectKnob(offset: Int) {
    let knobs = live.knobs
    guard let index = knobs.firstIndex(of: selectedKnob) else { return }
    selectedKnob = knobs[min(max(index + offset, 0), knobs.count - 1)]
    // Said, for the pane of the knobs may be out of sight.
    let value = live.snapshot.knobs[selectedKnob].map(selectedKnob.text) ?? ""
    message = "\(selectedKnob.title) \(value): + and - stage a change."
  }

  /// Whether a network that keys steer can be told anything, already and still; says so if not.
  mutating func canSteer() -> Bool {
    if replay != nil {
      message = "This run is recorded and cannot be changed: --resume goes on with it."
      return false
    }
    let steered = steered.map { networks[$0].live }
    if steered.allSatisfy({ $0.ended != nil }) {
      message = "The run has ended: there is nothing left to change."
    } else if lesson != nil && !live.hasBegun {
      message = "There is no run to steer yet."
    } else {
      return true
    }
    return false
  }

  /// Whether a network that keys steer has a step to make; says so if not.
  mutating func hasStepsLeft() -> Bool {
    let hasLeft = steered.contains { !networks[$0].live.isFinished }
    if !hasLeft { message = "The run has finished: t or z goes back, r begins again." }
    return hasLeft
  }

  /// Stages a value; one that the knob has already is not staged any more.
  mutating func stage(_ knob: Knob, _ value: Double) {
    guard canSteer() else { return }
    selectedKnob = knob
    if live.snapshot.knobs[knob] == value && live.hasUniform(knob) {
      staged.remove(knob)
    } else {
      staged.add(.set(knob, value: value))
    }
  }

  /// Stages any change; says what was staged until the run has told what it costs.
  mutating func stage(_ command: Command) {
    guard canSteer() else { return }
    staged.add(command)
    message = "\(command.proposal) staged: Enter applies, Esc cancels."
  }

  /// The cost of what is staged, once the network that is asked has told it.
  var preview: ChangePreview? {
    networks[previewed].live.snapshot.preview.flatMap {
      $0.commands == staged.commands && !staged.isEmpty ? $0 : nil
    }
  }

  mutating func stage(up: Bool) {
    guard canSteer() else { return }
    guard let current = live.snapshot.knobs[selectedKnob] else {
      message = "The run has not begun."
      return
    }
    let value = staged[selectedKnob] ?? current
    guard let next = selectedKnob.neighbour(of: value, up: up) else {
      message =
        "\(selectedKnob.title) \(selectedKnob.text(value)) is as \(up ? "high" : "low") as it goes."
      return
    }
    stage(selectedKnob, next)
  }

  mutating func applyStaged() -> [Effect] {
    defer { staged = Staging() }
    return staged.commands.flatMap(orders)
  }
}
