import Testing

@testable import Report

struct AxisRangeTests {
  private let linear = Axis(title: "")
  private let logarithmic = Axis(title: "", isLogarithmic: true)

  @Test func dataEndAtRoundNumbers() {
    #expect(linear.range(of: [0.31, 22.7, .nan], with: .roundNumbers) == 0...25)
    #expect(linear.range(of: [1, 3000], with: .nothing) == 0...3000)
    #expect(linear.range(of: [250, 2700], with: .nothing) == 250...2700)
    #expect(linear.range(of: [0, 100], with: .margin) == -3...103)
    #expect(logarithmic.range(of: [0.003, 30, 0, -1], with: .roundNumbers) == 0.002...50)
  }

  @Test func givenEndsStay() {
    let open = Axis(title: "", range: 0 ... .infinity)
    #expect(open.range(of: [2, 9.5], with: .roundNumbers) == 0...10)
    let fixed = Axis(title: "", range: 0...1)
    #expect(fixed.range(of: [5, 7], with: .roundNumbers) == 0...1)
    let impossible = Axis(title: "", isLogarithmic: true, range: 0...100)
    #expect(impossible.range(of: [3, 7], with: .roundNumbers) == 2...100)
  }

  @Test func withoutDataThereIsARange() {
    #expect(linear.range(of: [], with: .roundNumbers) == 0...1)
    #expect(logarithmic.range(of: [-1, 0], with: .roundNumbers) == 0.1...10)
    #expect(linear.range(of: [5, 5], with: .nothing) == 4.5...5.5)
    #expect(linear.range(of: [0], with: .nothing) == 0...1)
  }

  /// Whatever the data and the range given are, the range has a length and its ticks lie in it.
  @Test func hostileNumbersLeaveALength() {
    for low in Example.numbers {
      for high in Example.numbers {
        let given = low <= high ? low...high : nil
        for surroundings in [Axis.Surroundings.nothing, .margin, .roundNumbers] {
          for isLogarithmic in [false, true] {
            for (axis, data) in [
              (Axis(title: "", isLogarithmic: isLogarithmic), [low, high]),
              (Axis(title: "", isLogarithmic: isLogarithmic, range: given), [1, 2]),
            ] {
              let range = axis.range(of: data, with: surroundings)
              #expect(range.lowerBound < range.upperBound)
              let scale = Scale(axis, range: range, from: 0, to: 100)
              let ticks = scale.ticks(atMost: 5)
              #expect(ticks.count < 20)
              #expect(ticks.allSatisfy { -0.1...100.1 ~= $0.place }, "\(range)")
            }
          }
        }
      }
    }
  }
}
