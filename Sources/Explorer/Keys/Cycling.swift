extension CaseIterable where Self: Equatable {
  /// The case that a key which goes through all of them leads to: after the last comes the first.
  var next: Self {
    let all = Array(Self.allCases)
    return all[((all.firstIndex(of: self) ?? 0) + 1) % all.count]
  }
}
