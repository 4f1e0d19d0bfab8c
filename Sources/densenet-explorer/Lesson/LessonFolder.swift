import Explorer
import Foundation
import Lessons
import Samples
import Training

/// Where lessons are read from.
struct LessonFolder {
  private let path: String
  /// Whether its lessons are those that come with the program.
  private let isShipped: Bool

  /// - Parameter path: a folder; `nil` for the lessons that come with the program.
  init(_ path: String?) throws(Failure) {
    isShipped = path == nil
    if let path {
      self.path = path
      return
    }
    let roots = ShippedFolder.lessons.roots
    guard let root = roots.first(where: { FileManager.default.fileExists(atPath: $0) }) else {
      throw Failure(
        "the lessons: no such folder, looked for \(roots.joined(separator: ", ")); "
          + "--lessons names another", code: .missingFile)
    }
    self.path = root
  }

  /// All lessons of the folder, in the order of their numbers, and what is wrong with those that cannot be
  /// given, a line each.
  func lessons() throws(Failure) -> (lessons: [Lesson], objections: [String]) {
    let names: [String]
    do {
      names = try FileManager.default.contentsOfDirectory(atPath: path)
    } catch {
      throw Failure(
        "\(path): cannot read the folder of lessons: \(error.localizedDescription)",
        code: .missingFile)
    }
    var (lessons, objections): ([Lesson], [String]) = ([], [])
    for name in names.sorted() where name.hasSuffix(".md") && name != "README.md" {
      do {
        lessons.append(try Self.lesson(file: path + "/" + name))
      } catch {
        objections.append(error.message)
      }
    }
    return (lessons.sorted { ($0.number, $0.name) < ($1.number, $1.name) }, objections)
  }

  /// A lesson by its name, by its number, or by its file's path.
  func lesson(_ name: String) throws(Failure) -> Lesson {
    if name.hasSuffix(".md") { return try Self.lesson(file: name) }
    let file = path + "/" + name + ".md"
    if !name.contains("/"), FileManager.default.fileExists(atPath: file) {
      return try Self.lesson(file: file)
    }
    let lessons = try lessons().lessons
    guard let lesson = lessons.first(where: { $0.name == name || "\($0.number)" == name }) else {
      let names = lessons.map(\.name).joined(separator: ", ")
      throw .usage("lesson '\(name)': expected one of \(names), its number, or a file's path")
    }
    return lesson
  }

  /// What the command line takes for the lesson that follows one of the folder's; `nil` for none, and for a
  /// file from elsewhere.
  func next(after lesson: Lesson) -> String? {
    guard let lessons = try? lessons().lessons,
      let index = lessons.firstIndex(of: lesson), index + 1 < lessons.count
    else { return nil }
    return lessons[index + 1].name + (isShipped ? "" : " --lessons \(path)")
  }

  /// Reads a file and checks that this program can give the lesson.
  private static func lesson(file path: String) throws(Failure) -> Lesson {
    let text: String
    do {
      text = try InputFile.text(path)
    } catch {
      throw Failure(error)
    }
    let lesson: Lesson
    do {
      let name = URL(fileURLWithPath: path).deletingPathExtension().lastPathComponent
      lesson = try Lesson(name: name, text: text)
    } catch {
      throw Failure("\(path): \(error)", code: .badData)
    }
    if let objection = lesson.objection ?? Contestants.objection(to: lesson) {
      throw Failure("\(path): \(objection)", code: .badData)
    }
    return lesson
  }
}
