import Lessons
import Testing

/// The sheet of the example.
struct SheetTests {
  private func lesson() throws -> Lesson { try Lesson(name: "deep", text: example) }

  @Test func aSheetHasPredictionsAndWhatWasMeasured() throws {
    let lesson = try lesson()
    var figures = LessonFigures(measured: measured)
    figures.define(lesson.steps[0].figures)
    let sheet = LessonSheet(
      lesson, figures: [0: figures, 1: figures],
      predictions: [0: .choice(1), 1: .number("50000")])
    let expected = """
      # Why deep networks do not learn

      Gradients vanish on their way through many layers.

      ## 1. Eight layers and fifty-six

      How much of the gradient of 56 layers is left?

      1. about as much
      2. a hundredth, as of 3->7
      3. less than a **ten-thousandth**
      4. none

      - Predicted: 2. a hundredth, as of 3->7
      - Measured: 3. less than a **ten-thousandth**

      The first layer gets 6e-14 of it; 2.35, 3e-12 %, 0.0 %.

      ## 2. Again

      When does it learn?

      - Predicted: 50000
      - Measured: 64,000 (within 20% counts as right)

      ## Sources

      - He et al., Delving Deep into Rectifiers, 2015, section 2.2
      - Glorot and Bengio, 2010

      """
    #expect(sheet.markdown == expected)
  }

  @Test func stepsThatWereNotMadeHaveQuestionsAlone() throws {
    let text = LessonSheet(try lesson(), figures: [:], predictions: [0: .choice(9)]).markdown
    #expect(text.contains("How much of the gradient of — layers is left?"))
    #expect(!text.contains("Measured:") && !text.contains("Predicted:"))
    #expect(!text.contains("The first layer gets"))
  }
}
