import Report
import Testing

struct PagesTests {
  @Test func markdownRefersToItsCharts() {
    let page = Example.report.markdown { "my report-\($0 + 1).svg" }
    #expect(
      page == """
        # Three networks

        In lockstep.

        ## Curves

        ![Test accuracy](my%20report-1.svg)

        After each epoch.

        ![Loss](my%20report-2.svg)

        ## In numbers

        At the end

        | Network | Loss |
        | :-- | --: |
        | DenseNet | 0.28 |
        | ResNet | 0.34 |

        Once more:

        ```
        compare --steps 300
        ```

        """)
  }

  @Test func markdownTablesAreRectangular() {
    let table = Table(heads: ["a|b"], rows: [["1", "2"], []])
    let report = Report(title: "t", sections: [Section(heading: "", items: [.table(table)])])
    #expect(
      report.markdown { _ in "" }.hasSuffix(
        """
        | a\\|b |  |
        | :-- | --: |
        | 1 | 2 |
        |  |  |

        """))
  }

  @Test func fencesAreLongerThanWhatTheyHold() {
    let report = Report(
      title: "t", sections: [Section(heading: "", items: [.code("````\nx\r\n````")])])
    #expect(report.markdown { _ in "" }.hasSuffix("\n`````\n````\nx\n````\n`````\n"))
  }

  @Test func tablesHaveHeadsForThoseWhoHearThem() {
    let page = Example.report.html()
    #expect(page.contains("<html lang=\"en\">"))
    #expect(page.contains("<caption>At the end</caption>"))
    #expect(page.contains("<th scope=\"col\" class=\"number\">Loss</th>"))
    #expect(page.contains("<th scope=\"row\">ResNet</th>"))
    #expect(page.contains("<td class=\"number\">0.34</td>"))
    #expect(page.contains("prefers-color-scheme: dark"))
  }

  @Test func picturesHaveATitleAndADescription() {
    let picture = Example.chart.svg()
    #expect(picture.contains("role=\"img\""))
    #expect(picture.contains("<title>Test accuracy</title>"))
    #expect(picture.contains("<desc>After each epoch. Horizontal axis"))
  }

  @Test func onePictureHoldsAllOfAReport() {
    let picture = Example.report.svg()
    for text in [
      "Three networks", "Test accuracy", "Loss", "In numbers", "0.34", "compare --steps",
    ] {
      #expect(picture.contains(text))
    }
  }

  @Test func numbersOfChartsAreThoseInTheirList() {
    var numbers: [Int] = []
    _ = Example.report.markdown { number in
      numbers.append(number)
      return ""
    }
    #expect(numbers == Array(Example.report.charts.indices))
  }
}
