/// A part of a batch that one worker goes through by itself: some strips of one group of images, or
/// the whole maps of several groups.
struct Portion {
  /// From 0, in the order in which partial sums are added.
  let index: Int
  let groups: Range<Int>
  /// Strips of each group.
  let strips: Range<Int>
  /// Which of the group's parts this is, and how many there are.
  fileprivate let part: Int
  fileprivate let parts: Int

  /// The whole maps of one group.
  static func group(_ group: Int, strips: Int) -> Portion {
    Portion(index: group, groups: group..<group + 1, strips: 0..<strips, part: 0, parts: 1)
  }

  /// Where what is summed for each group by itself is kept.
  func slot(_ group: Int) -> Int { group * parts + part }
}

/// How a layer cuts a batch into portions. It depends on the batch and the layer alone, not on the
/// number of threads: partial sums are kept for each portion and added in their order, so that the
/// result is always the same.
///
/// 3 groups of 8 strips each, for example, are cut into 4 parts of 2 strips, 12 portions; what part 1
/// of group 2 sums for its group is kept in slot 2 · 4 + 1.
struct Portions {
  /// Enough to keep several processors busy to the end, few enough for their partial sums. Eight
  /// groups of whole maps are enough too.
  private static let wanted = 12

  private let groups: Int
  /// Strips of one group.
  let strips: Int
  private let groupsTogether: Int
  private let parts: Int

  /// How many of `count` rows or pixels of a map make a strip small enough for as many portions as
  /// are wanted, where there are so many groups; at least 1.
  static func share(of count: Int, groups: Int) -> Int {
    let parts = parts(units: groups)
    return max(1, (count + parts - 1) / parts)
  }

  /// How many parts of each unit make about as many portions as are wanted.
  private static func parts(units: Int) -> Int { max(1, wanted / max(1, units)) }

  /// The size of as few parts of about the same size as make `count` together, `limit` each at most.
  static func evenPart(of count: Int, atMost limit: Int) -> Int {
    let parts = (count + limit - 1) / limit
    return (count + parts - 1) / parts
  }

  /// - Parameters:
  ///   - groups: groups of images in the batch.
  ///   - strips: strips of one group.
  ///   - groupsTogether: groups that a worker would like to take at a time; of one strip each.
  init(groups: Int, strips: Int, groupsTogether: Int = 1) {
    self.groups = groups
    self.strips = strips
    self.groupsTogether = min(groupsTogether, max(1, groups / 4))
    let units = (groups + self.groupsTogether - 1) / self.groupsTogether
    parts = self.groupsTogether > 1 ? 1 : min(strips, Portions.parts(units: units))
  }

  /// Portions of whole groups, one each.
  init(groups: Int) { self.init(groups: groups, strips: 1) }

  var count: Int { (groups + groupsTogether - 1) / groupsTogether * parts }

  /// Slots of all groups.
  var slots: Int { groups * parts }

  subscript(index: Int) -> Portion {
    let first = index / parts * groupsTogether
    let part = index % parts
    return Portion(
      index: index, groups: first..<min(first + groupsTogether, groups),
      strips: strips * part / parts..<strips * (part + 1) / parts, part: part, parts: parts)
  }

  /// The strips of a slot.
  func strips(ofSlot slot: Int) -> Range<Int> {
    let part = slot % parts
    return strips * part / parts..<strips * (part + 1) / parts
  }
}
