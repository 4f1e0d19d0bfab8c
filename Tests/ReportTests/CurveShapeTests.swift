import Testing

@testable import Report

struct CurveShapeTests {
  private let area = PlotArea(left: 0, top: 0, right: 100, bottom: 100)

  private func shape(
    _ points: [Curve.Point], kind: Curve.Kind = .line, isLogarithmic: Bool = false,
    range: ClosedRange<Double> = 0...10
  ) -> CurveShape {
    let axis = Axis(title: "", isLogarithmic: isLogarithmic)
    return CurveShape(
      Curve(name: "", points: points, style: 0, kind: kind),
      horizontal: Scale(Axis(title: ""), range: 0...10, from: 0, to: 100),
      vertical: Scale(axis, range: range, from: 100, to: 0), area: area)
  }

  private func points(_ values: [Double]) -> [Curve.Point] {
    values.enumerated().map { .init(x: Double($0), y: $1) }
  }

  @Test func linesBreakWhereThereIsNoNumber() {
    let shape = shape(points([1, 2, .nan, 3, 4, .infinity, 5]))
    #expect(shape.lines.map(\.count) == [2, 2, 1])
    #expect(shape.lines[1] == [Position(x: 30, y: 70), Position(x: 40, y: 60)])
    // A value alone is not a line, but seen.
    #expect(shape.markers == [Position(x: 60, y: 50)])
  }

  @Test func logarithmicAxesLeaveOutWhatIsNotPositive() {
    let shape = shape(points([1, 10, 0, 100, -5, 1]), isLogarithmic: true, range: 1...100)
    #expect(shape.lines.map(\.count) == [2, 1, 1])
    #expect(shape.lines[0] == [Position(x: 0, y: 100), Position(x: 10, y: 50)])
  }

  @Test func linesEndAtTheEdgesOfThePlot() {
    let shape = shape(points([5, 15, 5]))
    #expect(
      shape.lines == [
        [Position(x: 0, y: 50), Position(x: 5, y: 0)],
        [Position(x: 15, y: 0), Position(x: 20, y: 50)],
      ])
    #expect(
      area.clipped(line: [Position(x: -50, y: 50), Position(x: 150, y: 50)]) == [
        [Position(x: 0, y: 50), Position(x: 100, y: 50)]
      ])
  }

  @Test func bandsAreCutAtTheEdgesOfThePlot() {
    let points = (0...10).map { Curve.Point(x: Double($0), y: .nan, low: -5, high: 20) }
    let shape = shape(points, kind: .band)
    #expect(shape.lines.isEmpty)
    #expect(shape.bands.count == 1)
    #expect(shape.bands[0].allSatisfy { area.contains($0) })
    #expect(Set(shape.bands[0].map(\.y)) == [0, 100])
  }

  @Test func bandsBreakWhereTheyHaveNoSpan() {
    var points = (0...10).map { Curve.Point(x: Double($0), y: 5, low: 4, high: 6) }
    points[3].low = nil
    points[7].high = .nan
    let shape = shape(points, kind: .band)
    #expect(shape.bands.map(\.count) == [6, 6, 6])
    #expect(shape.lines.map(\.count) == [11])
  }

  @Test func markersKeepADistance() {
    let many = (0...1000).map { Curve.Point(x: Double($0) / 100, y: 5) }
    let markers = shape(many, kind: .lineWithMarkers).markers
    #expect(markers.count == 12 + 1)
    #expect(markers.last == Position(x: 100, y: 50))
  }
}
