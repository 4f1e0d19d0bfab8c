import Foundation
import Report
import Testing

#if canImport(FoundationXML)
  import FoundationXML
#endif

/// Whatever a report contains, its pages are XML and load nothing.
struct WellFormedTests {
  private func expectWellFormed(
    _ text: String, sourceLocation: SourceLocation = #_sourceLocation
  ) {
    let parser = XMLParser(data: Data(text.utf8))
    let isWellFormed = parser.parse()
    #expect(
      isWellFormed, "line \(parser.lineNumber): \(parser.parserError.debugDescription)",
      sourceLocation: sourceLocation)
    let rest = text.replacingOccurrences(of: "http://www.w3.org/2000/svg", with: "")
    for word in ["nan", "inf", "http:", "https:", "<script", "<image", "href"] {
      #expect(!rest.contains(word), sourceLocation: sourceLocation)
    }
  }

  @Test func pagesOfTheExample() {
    expectWellFormed(Example.report.html())
    expectWellFormed(Example.report.svg())
    for chart in Example.report.charts { expectWellFormed(chart.svg()) }
  }

  @Test(arguments: Example.texts)
  func hostileTexts(text: String) {
    let curves = (0..<40).map { number in
      Curve(
        name: "\(text)\(number)", points: [.init(x: 0, y: 1), .init(x: 1, y: Double(number))],
        style: number)
    }
    let chart = Chart(
      title: text, caption: text, horizontal: Axis(title: text, unit: text),
      vertical: Axis(title: text, unit: text), curves: curves)
    let table = Table(
      caption: text, heads: [text, text], rows: [[], [text], [text, text, text]], textColumns: -1)
    let report = Report(
      title: text, introduction: [text],
      sections: [
        Section(
          heading: text,
          items: [.paragraph(text), .code(text), .chart(chart), .table(table), .chart(chart)])
      ])
    expectWellFormed(report.html())
    expectWellFormed(report.svg())
    expectWellFormed(chart.svg(width: .min, height: .max))
    #expect(
      report.markdown { "\($0)" }.unicodeScalars.allSatisfy {
        $0 == "\n" || $0 == "\t" || $0.value >= 32
      })
  }

  @Test(arguments: Example.numbers)
  func hostileNumbers(number: Double) {
    for other in Example.numbers {
      let points = [number, 1, other, number].map { value in
        Curve.Point(x: value, y: other, low: number, high: value)
      }
      let curves = [Curve.Kind.line, .lineWithMarkers, .band].map { kind in
        Curve(name: "c", points: points, style: 0, kind: kind)
      }
      for range in [nil, number <= other ? number...other : nil] {
        for isLogarithmic in [false, true] {
          let axis = Axis(title: "", isLogarithmic: isLogarithmic, range: range)
          expectWellFormed(
            Chart(title: "", horizontal: axis, vertical: axis, curves: curves).svg())
        }
      }
    }
  }

  @Test func nothingAtAll() {
    let empty = Report(title: "", sections: [])
    expectWellFormed(empty.html())
    expectWellFormed(empty.svg())
    #expect(empty.markdown { _ in "" } == "\n")
    let chart = Chart(
      title: "", horizontal: Axis(title: ""), vertical: Axis(title: ""),
      curves: [Curve(name: "", points: [], style: 0)])
    #expect(chart.svg().contains("no values"))
    let table = Table(heads: [], rows: [[], []], textColumns: 3)
    let report = Report(
      title: "", sections: [Section(heading: "", items: [.table(table), .chart(chart)])])
    expectWellFormed(report.html())
    expectWellFormed(report.svg())
  }
}
