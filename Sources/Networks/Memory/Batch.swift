/// How a batch of images lies in the lanes: groups of 8 or 16, the last one perhaps not full.
struct Batch {
  /// Images.
  let count: Int
  /// Images of a full group.
  let lanes: Int

  /// Groups that hold at least one image.
  var groups: Int { Batch.groups(count, lanes: lanes) }

  static func groups(_ count: Int, lanes: Int) -> Int { (count + lanes - 1) / lanes }

  /// Images of a group.
  func liveLanes(_ group: Int) -> Int { min(lanes, count - group * lanes) }
}
