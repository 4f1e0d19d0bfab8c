import Testing

/// A part of the example, what stands in place of it, and what is said about it.
struct Mistake: Sendable, CustomTestStringConvertible {
  let part, other: String
  let line: Int
  let message: String

  init(_ part: String, _ other: String, _ line: Int, _ message: String) {
    (self.part, self.other, self.line, self.message) = (part, other, line, message)
  }

  var testDescription: String { message }
}

/// Lines of a step, and what is said about them.
struct StepMistake: Sendable, CustomTestStringConvertible {
  let lines: String
  let line: Int
  let message: String

  init(_ lines: String, _ line: Int, _ message: String) {
    (self.lines, self.line, self.message) = (lines, line, message)
  }

  var testDescription: String { message }
}

extension Mistake {
  static let ofAHead: [Mistake] = [
    Mistake("# Why", "Why", 1, "\"Why deep networks do not learn\": expected # and a title"),
    Mistake("# Why deep networks do not learn", "# ", 1, "\"# \": expected a title behind #"),
    Mistake(
      "```lesson", "```lessons", 3, "\"```lessons\": expected a block that begins with ```lesson"),
    Mistake("number: 2\n", "", 3, "block lesson without number: expected a line number:"),
    Mistake("number: 2", "number: 0", 5, "number \"0\": expected a whole number in 1…999"),
    Mistake("minutes: 8", "minutes: 61", 6, "minutes \"61\": expected a whole number in 1…60"),
    Mistake(
      "minutes: 8", "minutes: 99999999999999999999", 6,
      "minutes \"99999999999999999999\": expected a whole number in 1…60"
    ),
    Mistake(
      "minutes: 8", "colour: red", 6,
      "key \"colour\": expected one of number, minutes, summary"
    ),
    Mistake("minutes: 8", "number: 3", 6, "number \"3\": expected one such line, line 5 is it"),
    Mistake("minutes: 8", "minutes", 6, "\"minutes\": expected key: value"),
    Mistake("minutes: 8", "minutes:", 6, "minutes: nothing, expected a value behind the colon"),
    Mistake(
      "```step\n# Two", "# Two", 20,
      "\"# Two networks, the same batches.\": expected a block that begins with ```step"
    ),
    Mistake("## Again", "##", 52, "\"##\": expected a title behind ##"),
    Mistake("run: 40", "run: 0", 27, "run \"0\": expected a whole number in 1…100000"),
    Mistake("run: 40", "run: +4", 27, "run \"+4\": expected a whole number in 1…100000"),
    Mistake(
      "run: 100000", "run: 100001", 55, "run \"100001\": expected a whole number in 1…100000"),
    Mistake("evaluate: yes", "evaluate: no", 29, "evaluate \"no\": expected yes"),
    Mistake(
      "show: gradients", "show: graph", 30,
      "show \"graph\": expected one of curves, gradients, reuse, knobs, maps, network, log, race, depth, scores"
    ),
    Mistake("select: deep", "select: wide", 31, "select \"wide\": expected one of shallow, deep"),
    Mistake(
      "layer: \"b", "layer: a b", 32, "layer \"a block1.layer2.conv1\"\": expected a layer's name"),
    Mistake(
      "options: --l", "options: --steps=4 --l", 22,
      "options \"--steps=4 --learning-rate 0.01 --evaluate-every 100\": expected no --steps, a lesson's runs have none"
    ),
    Mistake(
      "options: --l", "options: -e5 --l", 22,
      "options \"-e5 --learning-rate 0.01 --evaluate-every 100\": expected no -e, a lesson's runs have none"
    ),
    Mistake(
      "options: --l", "options: --help --l", 22,
      "options \"--help --learning-rate 0.01 --evaluate-every 100\": expected no --help, a lesson's runs have none"
    ),
    Mistake(
      "options: --l", "options: --architecture plain --l", 22,
      "options \"--architecture plain --learning-rate 0.01 --evaluate-every 100\": expected no --architecture, a lesson's runs have none"
    ),
    Mistake(
      "options: --l", "options: --threads=2 --l", 22,
      "options \"--threads=2 --learning-rate 0.01 --evaluate-every 100\": expected no --threads, a lesson's runs have none"
    ),
    Mistake(
      "options: --l", "options: l", 22,
      "options \"learning-rate 0.01 --evaluate-every 100\": expected options such as --learning-rate 0.01"
    ),
    Mistake(
      "network: deep = plain", "network: deep = plain x", 24,
      "network \"deep = plain x   depth=56 normalization=none initialization=uniform\": expected option=value in place of \"x\""
    ),
    Mistake(
      "network: deep", "network: 7", 24,
      "network \"7 = plain   depth=56 normalization=none initialization=uniform\": expected a name of at most 40 letters, digits and _"
    ),
    Mistake(
      "network: deep = ", "network: ", 24,
      "network \"plain   depth=56 normalization=none initialization=uniform\": expected a name of at most 40 letters, digits and _"
    ),
    Mistake(
      "network: deep = plain", "network: shallow = plain", 24,
      "network \"shallow = plain   depth=56 normalization=none initialization=uniform\": expected another name, this comparison has a network shallow"
    ),
    Mistake(
      "do: deep: l", "do: wide: l", 25,
      "do \"wide: learning_rate=0.5\": expected a command, or one of shallow, deep, a colon and a command"
    ),
  ]

  static let ofFigures: [Mistake] = [
    Mistake(
      "figure: share = ratio", "figure: share = ration", 34,
      "figure: figure \"ration\": expected one that is defined before, or a measured one such as loss"
    ),
    Mistake(
      "figure: share", "figure: ratio", 34,
      "figure \"ratio = ratio * 50%\": expected another name, line 33 defines ratio"
    ),
    Mistake(
      "figure: share", "figure: loss", 34,
      "figure \"loss = ratio * 50%\": expected another name, loss is measured of a network"
    ),
    Mistake(
      "figure: share = ratio * 50%", "figure: share", 34,
      "figure \"share\": expected NAME = EXPRESSION"
    ),
    Mistake(
      "ratio = deep.gradient(first)", "ratio = wide.gradient(first)", 33,
      "figure: network \"wide\" of figure \"wide.gradient(first)\": expected one of deep, shallow"
    ),
    Mistake(
      "ratio = deep.gradient(first)", "ratio = deep.gradient(second)", 33,
      "figure: figure \"deep.gradient(second)\": \"second\", expected a layer (first, last, middle, a number from 1 or a name in quotes)"
    ),
    Mistake(
      "ratio = deep.gradient(first)", "ratio = deep.gradient", 33,
      "figure: figure \"deep.gradient\": 0 in parentheses, expected 1 or 2"
    ),
    Mistake(
      "claim: ratio < 1e-10", "claim: ratio", 40,
      "claim \"ratio\": expected a condition such as loss < 2"
    ),
    Mistake(
      "claim: ratio < 1e-10", "claim: ratio < ", 40,
      "claim \"ratio <\": expected a number, a figure or ( at the end"
    ),
    Mistake(
      "ask: How", "layer: How", 35,
      "layer \"How much of the gradient of {deep.layers:0} layers is left?\": expected one such line, line 32 is it"
    ),
    Mistake(
      "ask: How much of the gradient of {deep.layers:0} layers is left?\n", "", 35,
      "choice \"about as much -> ratio > 0.1\": expected a question, ask:, beside it"
    ),
    Mistake(
      "choice: none", "number: 3 within 1", 39,
      "number \"3 within 1\": expected no number: beside choices"
    ),
    Mistake(
      "choice: none", "choice: none ->", 39, "choice \"none ->\": expected TEXT -> CONDITION"),
    Mistake(
      "choice: none", Array(repeating: "choice: none", count: 4).joined(separator: "\n"), 35,
      "ask \"How much of the gradient of {deep.layers:0} layers is left?\": expected 2…6 choices, not 7"
    ),
    Mistake(
      "of {deep.layers:0}", "of {ratio}", 35,
      "figure \"ratio\" is known after this step's run: expected it after the line ---"
    ),
    Mistake(
      "within 20%", "within", 57,
      "number \"images_seen(80%) within\": expected EXPRESSION within 20% (or within 0.5)"
    ),
    Mistake(
      "(80%) within", "(80) within", 57,
      "number: figure \"images_seen(80)\": \"80\", expected a share over 0%, at most 100%"
    ),
    Mistake(
      "images_seen(80%) within", "loss < 3 within", 57,
      "number \"loss < 3 within 20%\": expected EXPRESSION within 20% (or within 0.5)"
    ),
    Mistake(
      "number: images_seen(80%) within 20%\n", "", 56,
      "ask \"When does it learn?\": expected 2…6 lines choice:, or a line number:, for the answer"
    ),
  ]

  static let ofTexts: [Mistake] = [
    Mistake(
      "What is said before.", "What {ratio} is.", 46,
      "figure \"ratio\" is known after this step's run: expected it after the line ---"
    ),
    Mistake(
      "{deep.loss:2}", "{deep.loss:2x}", 50,
      "format \"2x\": expected 0…10, % or %1"
    ),
    Mistake(
      "{deep.loss:2}", "{deep.loss", 50,
      "\"{deep.loss, {share:%}, {share:%1}.\": expected a closing }, or \\{ for the character itself"
    ),
    Mistake(
      "{share:%1}", "{share", 50,
      "\"{share.\": expected a closing }, or \\{ for the character itself"
    ),
    Mistake(
      "{share:%1}", "share}", 50, "\"}.\": expected a { before it, or \\} for the character itself"),
    Mistake("{share:%1}", "{share < 1}", 50, "\"share < 1\": expected a number"),
    Mistake("{share:%1}", "{}", 50, "\"\": expected a number, a figure or ( at the end"),
    Mistake(
      "What is said before.\n", "What is said before.\n---\n", 47,
      "\"---\": expected an empty line before it"
    ),
    Mistake("Its last", "---", 16, "\"--- paragraph.\": "),
    Mistake(
      "Its last paragraph.", "Its last {loss}.", 16,
      "figure \"loss\": expected a network: line before it"
    ),
    Mistake(
      "Its last paragraph.", "# Title", 16,
      "\"# Title\": expected a step's heading, ## and its title, or text"
    ),
    Mistake(
      "Its last paragraph.", "### Title", 16,
      "\"### Title\": expected a step's heading, ## and its title, or text"
    ),
    Mistake(
      "Its last paragraph.", "1. one", 16,
      "\"1. one\": expected - before an item of a list, or 1\\. for a number in a text"),
    Mistake("Its last paragraph.", "* one", 16, "\"* one\": expected - before an item of a list"),
    Mistake(
      "Its last paragraph.", "- a\n  - b", 17,
      "\"- b\": expected a list of one level, its items not indented"
    ),
    Mistake(
      "Its last paragraph.", "> quoted", 16, "\"> quoted\": expected text without quotations"),
    Mistake("Its last paragraph.", "| a |\n| - |", 17, "\"| - |\": expected text without tables"),
    Mistake(
      "Its last paragraph.", "```swift", 16,
      "\"```swift\": expected text, a block follows a heading"
    ),
    Mistake(
      "Its last paragraph.", "<b>x", 16,
      "\"<b>x\": expected text without HTML, [text](address) for a link"
    ),
    Mistake(
      "Its last paragraph.", "a\n![b](c)", 17,
      "\"![b](c)\": expected no picture, a terminal shows none"
    ),
    Mistake(
      "Its last paragraph.", "Bell\u{7}", 16,
      "character U+0007: expected no control characters"
    ),
    Mistake(
      "Its last paragraph.", "\u{202E}txet", 16,
      "character U+202E: expected no control characters"
    ),
    Mistake("Its last paragraph.", "    code", 16, "\"code\": expected text that is not indented"),
  ]
}

extension StepMistake {
  static let ofAStep: [StepMistake] = [
    StepMistake(
      "claim: loss < 3", 12, "claim: figure \"loss\": expected a network: line before it"),
    StepMistake(
      "options: --seed 3", 12,
      "options \"--seed 3\": expected a network: line beside it, options are a new run's"
    ),
    StepMistake(
      "network: a = plain\nshow: race", 13,
      "show \"race\": expected one of curves, gradients, reuse, knobs, maps, network, log in a run of one network"
    ),
    StepMistake(
      "ask: a?\nchoice: b\nchoice: c", 12,
      "ask \"a?\": expected a choice that can be right: TEXT -> CONDITION"
    ),
    StepMistake(
      "abcdefg".map { "network: \($0) = plain" }.joined(separator: "\n"), 18,
      "network \"g = plain\": expected at most 6 networks"
    ),
    StepMistake("ask: a?\nchoice: b -> 1 < 2", 12, "ask \"a?\": expected 2…6 choices, not 1"),
  ]
}
