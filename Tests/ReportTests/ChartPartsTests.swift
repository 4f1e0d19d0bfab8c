import Testing

@testable import Report

struct ChartPartsTests {
  @Test func namesMoveApartAsLittleAsPossible() {
    #expect(EndLabels.apart([10, 50, 90], by: 14, within: 0...100) == [10, 50, 90])
    #expect(EndLabels.apart([50, 50], by: 14, within: 0...100) == [43, 57])
    #expect(EndLabels.apart([1, 2, 3], by: 10, within: 0...100) == [0, 10, 20])
    #expect(EndLabels.apart([98, 99], by: 10, within: 0...100) == [90, 100])
    #expect(EndLabels.apart([1, 2, 3], by: 60, within: 0...100).isEmpty)
    #expect(EndLabels.apart([], by: 14, within: 0...100).isEmpty)
  }

  @Test func curvesOfOneNameAndStyleShareAnEntry() {
    let entries = Legend.entries(of: [
      Curve(name: "a", points: [], style: 0), Curve(name: "a", points: [], style: 6, kind: .band),
      Curve(name: "a", points: [], style: 1), Curve(name: "", points: [], style: 2),
    ])
    #expect(
      entries == [.init(name: "a", style: 0, hasBand: true), .init(name: "a", style: 1)])
  }

  @Test func stylesGoRoundAndRound() {
    #expect([0, 5, 6, -1, .min, .max].map(LineStyle.number) == [0, 5, 0, 5, 4, 1])
  }

  @Test func stylesDifferInEachRespect() {
    let styles = LineStyle.all
    #expect(styles.count == 6)
    #expect(Set(styles.map(\.color)).count == 6)
    #expect(Set(styles.map(\.darkColor)).count == 6)
    #expect(Set(styles.map(\.dashes)).count == 6)
    #expect(Set(styles.map(\.marker)).count == 6)
  }

  @Test func manyPointsMakeASmallFile() {
    #expect(Example.noise.svg().utf8.count < 40_000)
  }

  @Test func theVerticalAxisShowsWhatTheHorizontalOneDoes() {
    var chart = Example.chart
    chart.vertical.range = nil
    chart.horizontal.range = 0...100
    #expect(chart.ranges.vertical == 10...35)
  }

  @Test func theDescriptionIsInWords() {
    #expect(
      Example.chart.description
        == "After each epoch. Horizontal axis: Step, 0 to 300. "
        + "Vertical axis: Accuracy (%), 0 to 100. "
        + "DenseNet ends at 85. ResNet ends at 70. Plain network ends at 55.")
  }
}
