import Channel
import Screen

/// Cutting and joining connections: the command line is opened with what is under the cursor.
extension ReusePane {
  /// The command line, with the connection under the cursor: cutting is worth a second key.
  mutating func open(_ session: inout Session) -> Opening {
    guard session.run.hasDenseBlocks, session.live.ended == nil,
      let connections = connectionsUnderCursor(session)
    else { return .enlarge }
    let isCut = session.run.network?.cuts?.contains(connections.text) ?? false
    return .commandLine("\(isCut ? "join" : "cut") \(connections.text)")
  }

  /// What connections have in common.
  enum Line {
    /// Who reads: a column.
    case reader
    /// Who is read: a row.
    case source
  }

  /// Opens the command line with the connections of a whole row or column: to be cut, or, where all of
  /// them are, to be joined.
  func propose(_ line: Line, _ session: inout Session) {
    guard canCut(&session), let cursor = cursor(session),
      var pattern = connectionsUnderCursor(session)
    else { return }
    let block = session.run.reuse[cursor.block]
    let places =
      switch line {
      case .reader: (0...cursor.consumer).map { (cursor.consumer, $0) }
      case .source: (cursor.source..<block.matrix.count).map { ($0, cursor.source) }
      }
    switch line {
    case .reader: pattern.source = nil
    case .source: pattern.reader = nil
    }
    let cuts = Set(session.run.network?.cuts ?? [])
    let areCut = places.allSatisfy { consumer, source in
      cuts.contains(block.connections(consumer: consumer, source: source).text)
    }
    session.wantedCommandLine = "\(areCut ? "join" : "cut") \(pattern.text)"
  }

  /// Whether there is something to cut in a run that goes on; says so if not.
  func canCut(_ session: inout Session) -> Bool {
    if !session.run.hasDenseBlocks { session.message = "Only a DenseNet has connections to cut." }
    return session.run.hasDenseBlocks && session.canSteer()
  }

  func connectionsUnderCursor(_ session: Session) -> ConnectionPattern? {
    guard let cursor = cursor(session), session.run.reuse.indices.contains(cursor.block) else {
      return nil
    }
    return session.run.reuse[cursor.block].connections(
      consumer: cursor.consumer, source: cursor.source)
  }
}
