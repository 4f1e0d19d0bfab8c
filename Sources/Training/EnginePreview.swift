import Channel
import Networks

/// What changes would cost.
extension Engine {
  /// The cost of changes, made one after the other, up to the first that is refused; `nil` of none.
  func preview(of commands: [Command]) -> ChangePreview? {
    guard !commands.isEmpty else { return nil }
    let now = draft
    var wanted = now
    var refused: CommandRejected?
    for command in commands where refused == nil {
      var next = wanted
      do throws(Refusal) {
        try next.make(command, shares: sharesOfConnections)
        try refuseIfTooLarge(next, for: command)
        wanted = next
      } catch {
        refused = CommandRejected(step: step, command: command, reason: error.reason)
      }
    }
    let (memoryNow, seconds) = (memory(now), stepTimes.median)
    let held = residentMemory() ?? memoryNow
    return ChangePreview(
      commands: commands, now: cost(now, memory: held, seconds: seconds),
      after: cost(
        wanted, memory: max(held + memory(wanted) - memoryNow, 0),
        seconds: seconds.map { $0 * work(wanted) / work(now) }),
      refused: refused)
  }

  private func cost(
    _ draft: NetworkDraft, memory: Int, seconds: Double?
  ) -> ChangePreview.Cost {
    ChangePreview.Cost(
      parameters: draft.configuration.parameterCount,
      multiplyAdds: draft.configuration.multiplyAdds(without: draft.cuts),
      memory: memory, secondsPerStep: seconds, cuts: draft.cuts.count)
  }

  private func memory(_ draft: NetworkDraft) -> Int {
    plan.memoryRequired(draft.configuration, batchSize: draft.batchSize)
  }

  private func work(_ draft: NetworkDraft) -> Double {
    draft.configuration.stepWork(
      batchSize: draft.batchSize, network.instructionSet, without: draft.cuts)
  }
}
