import Testing

@testable import Report

struct ThinningTests {
  /// A hundred points in each of ten columns, one high and one low among them.
  private let line = (0..<1000).map { index in
    let height =
      switch index % 100 {
      case 37: 90
      case 61: -90
      default: index % 7
      }
    return Position(x: Double(index) / 100, y: Double(height))
  }

  @Test func extremesStay() {
    let thinned = line.thinned
    #expect(thinned.filter { $0.y == 90 }.count == 10)
    #expect(thinned.filter { $0.y == -90 }.count == 10)
    #expect(thinned.first == line.first)
    #expect(thinned.last == line.last)
    // Two in each column, and the ends.
    #expect(thinned.count == 22)
    #expect(zip(thinned, thinned.dropFirst()).allSatisfy { $0.x < $1.x })
  }

  @Test func fewPointsStayAsTheyAre() {
    let few = [Position(x: 0, y: 1), Position(x: 1.5, y: 3), Position(x: 1.6, y: 2)]
    #expect(few.thinned == few)
    #expect([Position]().thinned.isEmpty)
  }

  @Test func bandsSpanTheirExtremes() {
    let band = line.map { Span(x: $0.x, top: $0.y, bottom: $0.y + 1) }.thinned
    #expect(band.count == 10)
    #expect(band.allSatisfy { $0.top == -90 && $0.bottom == 91 })
  }
}
