import Channel
import Screen

/// Cutting and joining connections: what is under the cursor is staged.
extension ReusePane {
  /// Stages cutting the connection under the cursor, or joining it again.
  mutating func open(_ session: inout Session) -> Opening {
    guard session.run.hasDenseBlocks, session.live.ended == nil,
      let connections = connectionsUnderCursor(session)
    else { return .enlarge }
    let isCut = session.run.network?.cuts?.contains(connections.text) ?? false
    return .staged(isCut ? .join(connections) : .cut(connections))
  }

  /// What connections have in common.
  enum Line {
    /// Who reads: a column.
    case reader
    /// Who is read: a row.
    case source
  }

  /// Stages cutting the connections of a whole row or column, or, where all of them are cut, joining them.
  func stage(_ line: Line, _ session: inout Session) {
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
    session.stage(areCut ? .join(pattern) : .cut(pattern))
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
