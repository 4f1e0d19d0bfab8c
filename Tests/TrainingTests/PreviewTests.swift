import Channel
import Testing

@testable import Training

/// What a viewer is told of changes that it asks about.
struct PreviewTests {
  /// The preview that a paused run gives, and the run itself.
  private func preview(_ commands: [Command]) throws -> (ChangePreview, RunningRun) {
    let run = RunningRun(.tiny(interventions: [Intervention(step: 4, command: .pause)]))
    _ = run.snapshot { $0.activity == .paused }
    run.channel.show(Interest(staged: commands))
    let snapshot = run.snapshot { $0.preview?.commands == commands }
    return (try #require(snapshot?.preview), run)
  }

  @Test func whatIsForetoldIsWhatComes() throws {
    let changes = [Command.set(.growthRate, value: 7), .addLayer(block: 1), .removeLayer(block: 2)]
    let (preview, run) = try preview(changes)
    #expect(preview.refused == nil && preview.now.secondsPerStep != nil)
    for change in changes { run.channel.send(change) }
    _ = run.wait { event in
      if case .commandApplied(let applied) = event { applied.command == changes[2] } else { false }
    }
    let freeze = Command.freeze("stem")
    run.channel.show(Interest(staged: [freeze]))
    let after = try #require(run.snapshot { $0.preview?.commands == [freeze] }?.preview)
    #expect(run.events.rejected.isEmpty)
    #expect(after.now.parameters == preview.after.parameters)
    #expect(after.now.multiplyAdds == preview.after.multiplyAdds)
    #expect(preview.after.memory > preview.now.memory)
    let described = try #require(run.events.networkChanges.last).description
    #expect(described.parameters == preview.after.parameters)
    // What is frozen costs what it costs.
    #expect(after.after == after.now)
    run.channel.send(.stop)
    _ = try run.end()
  }

  @Test func costsFollowTheChange() throws {
    let wide = try preview([.set(.growthRate, value: 12)])
    let (now, after) = (wide.0.now, wide.0.after)
    #expect(after.parameters > 3 * now.parameters && after.multiplyAdds > 3 * now.multiplyAdds)
    #expect(try #require(after.secondsPerStep) > 2 * #require(now.secondsPerStep))
    let cut = try preview([.cut(ConnectionPattern(block: 2, source: nil, reader: .layer(2)))])
    #expect(cut.0.after.multiplyAdds < now.multiplyAdds)
    #expect(cut.0.after.parameters == now.parameters)
    let batch = try preview([.set(.batchSize, value: 64)])
    #expect(batch.0.after.multiplyAdds == now.multiplyAdds)
    #expect(
      abs(
        try #require(batch.0.after.secondsPerStep) / #require(batch.0.now.secondsPerStep) - 2)
        < 1e-9)
    for run in [wide.1, cut.1, batch.1] {
      run.channel.send(.stop)
      _ = try run.end()
    }
  }

  @Test func theFirstThatIsImpossibleIsNamed() throws {
    let commands = [
      Command.removeLayer(block: 2), .removeLayer(block: 2), .set(.growthRate, value: 9),
    ]
    let (preview, run) = try preview(commands)
    #expect(preview.refused?.command == commands[1])
    #expect(preview.refused?.reason.contains("expected") == true)
    #expect(preview.after.parameters < preview.now.parameters)
    run.channel.send(.stop)
    _ = try run.end()
    #expect(run.events.networkChanges.isEmpty)
  }
}
