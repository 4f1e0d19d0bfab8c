import CNcurses
import Foundation

/// The characters of the locale.
enum LocaleCharacters {
  /// Takes those that the environment asks for; without a word from it, UTF-8, as every terminal of
  /// today has. Returns whether there are more than ASCII's.
  static func haveUTF8(_ environment: [String: String]) -> Bool {
    let wish = ["LC_ALL", "LC_CTYPE", "LANG"].lazy.compactMap { environment[$0] }
      .first { !$0.isEmpty }
    let asksForUTF8 =
      wish.map {
        $0.lowercased().replacing("-", with: "").contains("utf8")
      } ?? true
    let isTaken = wish.map { setlocale(LC_CTYPE, $0) != nil } ?? false
    if !isTaken || String(cString: nl_langinfo(Int32(CODESET))) != "UTF-8" {
      if asksForUTF8 { setlocale(LC_CTYPE, "C.UTF-8") }
    }
    return String(cString: nl_langinfo(Int32(CODESET))) == "UTF-8"
  }
}
