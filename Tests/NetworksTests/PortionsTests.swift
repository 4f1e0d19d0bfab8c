import Testing

@testable import Networks

/// How a batch is cut for several threads.
struct PortionsTests {
  @Test func everyStripOfEveryGroupOccursOnce() {
    for groups in 1...20 {
      for (strips, groupsTogether) in [(1, 1), (1, 4), (1, 9), (2, 1), (7, 1), (8, 1), (50, 1)] {
        let portions = Portions(groups: groups, strips: strips, groupsTogether: groupsTogether)
        var seen = Set<[Int]>()
        var slots = Set<Int>()
        for index in 0..<portions.count {
          let portion = portions[index]
          #expect(portion.index == index && !portion.groups.isEmpty)
          for group in portion.groups {
            let slot = portion.slot(group)
            #expect(slots.insert(slot).inserted && slot < portions.slots)
            #expect(portions.strips(ofSlot: slot) == portion.strips)
            for strip in portion.strips { #expect(seen.insert([group, strip]).inserted) }
          }
        }
        #expect(seen.count == groups * strips && slots.count == portions.slots)
      }
    }
  }

  /// Small batches are cut so that several threads have something to do.
  @Test func aSingleGroupIsCut() {
    #expect(Portions(groups: 1, strips: 50).count == 12)
    #expect(Portions(groups: 8, strips: 50).count == 8)
    #expect(Portions(groups: 8, strips: 1, groupsTogether: 16).count == 4)
    #expect(Portions.share(of: 784, groups: 1) == 66)
    #expect(Portions.share(of: 3, groups: 1) == 1)
    #expect(Portions.share(of: 64, groups: 8) == 64)
  }

  @Test func evenPartsAreAsFewAsFit() {
    for count in 1...60 {
      for limit in 1...20 {
        let part = Portions.evenPart(of: count, atMost: limit)
        let parts = (count + part - 1) / part
        #expect(1...limit ~= part && parts <= (count + limit - 1) / limit)
      }
    }
    #expect(Portions.evenPart(of: 49, atMost: 16) == 13)
    #expect(Portions.evenPart(of: 160, atMost: 144) == 80)
  }
}
