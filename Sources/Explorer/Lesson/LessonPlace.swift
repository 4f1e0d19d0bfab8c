import Lessons

extension ExplorerState {
  /// Shows the pane, the network and the layer that the step is about; not before the learner has said what
  /// to expect there.
  mutating func showPlace() {
    guard let lesson = session.lesson, let step = lesson.step, !lesson.isAsking else { return }
    session.closeTimeLine()
    if let name = step.pane?.rawValue, let index = pane(named: name) { focus = index }
    if let name = step.select, let index = lesson.networks.firstIndex(of: name),
      session.networks.indices.contains(index), index != session.selected
    {
      session.select(index)
      session.message = nil
    }
    // Before the run has begun nobody knows its layers.
    guard let name = step.layer, let index = lesson.index, !session.run.layers.isEmpty else {
      return
    }
    guard let layer = session.run.layer(name, count: session.run.layers.count) else {
      let problem = "layer: \(name): expected a layer of network '\(session.run.label)'"
      session.lesson?.noteProblem(step.line(index, problem))
      return
    }
    session.layer = layer
    panes[focus].show(layer: layer, session)
  }
}
