import Screen
import Testing

private let ascii = Display(colorDepth: .monochrome, glyphs: .ascii)
private let monochrome = Display(colorDepth: .monochrome)

struct PixelPictureTests {
  private func draw(
    _ picture: PixelPicture, _ display: Display, rows: Int, columns: Int
  ) -> Grid {
    var grid = Grid(size: .init(rows: rows, columns: columns))
    picture.draw(in: Area(grid.size), of: &grid, display: display)
    return grid
  }

  private let checkers = PixelPicture(width: 2, height: 2, planes: [[0, 255, 255, 0]])

  @Test func aCellShowsTwoPixelsAboveOneAnother() {
    let grid = draw(checkers, Display(), rows: 1, columns: 2)
    let (black, white) = (Color.rgb(0, 0, 0), Color.rgb(255, 255, 255))
    #expect(grid[0, 0] == Cell("▀", Style(foreground: black, background: white)))
    #expect(grid[0, 1] == Cell("▀", Style(foreground: white, background: black)))
  }

  @Test func withoutColorsTheMeanOfTheTwoIsACharacter() {
    let steps = PixelPicture(width: 2, height: 4, planes: [[0, 255, 0, 255, 0, 0, 255, 255]])
    #expect(draw(steps, ascii, rows: 2, columns: 2).lines == [" @", "++"])
    #expect(draw(steps, monochrome, rows: 2, columns: 2).lines == [" █", "▒▒"])
  }

  @Test func redGreenAndBlueAreOneColor() {
    let picture = PixelPicture(width: 1, height: 2, planes: [[255, 0], [0, 255], [0, 0]])
    let grid = draw(picture, Display(colorDepth: .trueColor), rows: 1, columns: 1)
    #expect(
      grid[0, 0].style == Style(foreground: .rgb(255, 0, 0), background: .rgb(0, 255, 0)))
  }

  @Test func aScaleGivesItsColors() {
    let picture = PixelPicture(width: 1, height: 2, planes: [[0, 255]], scale: .viridis)
    let cell = draw(picture, Display(), rows: 1, columns: 1)[0, 0]
    #expect(cell.style.foreground == ColorScale.viridis.color(0, depth: .palette))
    #expect(cell.style.background == ColorScale.viridis.color(1, depth: .palette))
    let wide = draw(picture, Display(colorDepth: .palette, glyphs: .ascii), rows: 1, columns: 1)
    #expect(wide[0, 0].character == " ")
  }

  @Test func itKeepsItsProportions() {
    func size(_ rows: Int, _ columns: Int) -> Grid.Size {
      PixelPicture.size(width: 28, height: 28, fitting: .init(rows: rows, columns: columns))
    }
    #expect(size(14, 80) == .init(rows: 14, columns: 28))
    #expect(size(50, 28) == .init(rows: 14, columns: 28))
    #expect(size(7, 14) == .init(rows: 7, columns: 14))
    #expect(size(0, 14) == .init(rows: 0, columns: 0))
  }

  @Test func averagesWhereItShrinks() {
    let picture = PixelPicture(width: 4, height: 2, planes: [[0, 255, 255, 255, 0, 255, 255, 255]])
    #expect(draw(picture, ascii, rows: 1, columns: 2).lines == ["+@"])
  }

  @Test(arguments: [0, 1, 2, 3, 4, 31], [0, 1, 2, 3, 4, 31])
  func oddSizesAndMissingPixelsDoNotTrap(rows: Int, columns: Int) {
    for display in [Display(), ascii, Display(colorDepth: .sixteen, glyphs: .blocks)] {
      for picture in [
        PixelPicture(width: 3, height: 5, planes: [Array(repeating: 9, count: 15)]),
        PixelPicture(width: 3, height: 5, planes: [[1, 2]]),
        PixelPicture(width: 0, height: 5, planes: []),
        PixelPicture(width: -1, height: 2, planes: [[1]]),
        PixelPicture(width: 2, height: 1, planes: [[1, 2], [3, 4]]),
        PixelPicture(width: 3, height: 100, planes: [Array(repeating: 9, count: 300)]),
        PixelPicture(width: 100, height: 3, planes: [Array(repeating: 9, count: 300)]),
        PixelPicture(width: .max, height: .max, planes: [[1]]),
      ] {
        var grid = Grid(size: .init(rows: rows + 2, columns: columns + 2))
        let area = Area(row: 1, column: 1, rows: rows, columns: columns)
        let covered = picture.draw(in: area, of: &grid, display: display)
        #expect(covered.rows <= rows && covered.columns <= columns)
        for row in 0..<rows + 2 {
          for column in 0..<columns + 2 where !area.contains(row: row, column: column) {
            #expect(grid[row, column] == Cell())
          }
        }
      }
    }
  }
}
