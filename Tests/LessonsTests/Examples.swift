import Lessons

/// The format in one example.
let example = """
  # Why deep networks do not learn

  ```lesson
  # The list of lessons shows these.
  number: 2
  minutes: 8
  summary: Gradients vanish on their way through many layers.
  ```

  Introduction with *emphasis*, **strong words**, `code {x}` and a [link](https://example.org/a_(b)).

  - first item,
    which goes on
  - second item

  Its last paragraph.

  ## Eight layers and fifty-six

  ```step
  # Two networks, the same batches.
  options: --learning-rate 0.01 --evaluate-every 100
  network: shallow = plain depth=8 normalization=none initialization=uniform
  network: deep = plain   depth=56 normalization=none initialization=uniform
  do: deep: learning_rate=0.5
  do: evaluate
  run: 40
  press: + + + Enter
  evaluate: yes
  show: gradients
  select: deep
  layer: "block1.layer2.conv1"
  figure: ratio = deep.gradient(first) / shallow.gradient(first)
  figure: share = ratio * 50%
  ask: How much of the gradient of {deep.layers:0} layers is left?
  choice: about as much -> ratio > 0.1
  choice: a hundredth, as of 3->7 -> ratio <= 0.1 and ratio > 1e-4
  choice: less than a **ten-thousandth** -> ratio <= 1e-4
  choice: none
  claim: ratio < 1e-10
  claim: 0 < share <= ratio
  source: He et al., Delving Deep into Rectifiers, 2015, section 2.2
  source: Glorot and Bengio, 2010
  ```

  What is said before.

  ---

  The first layer gets {ratio} of it; {deep.loss:2}, {share:%}, {share:%1}.

  ## Again

  ```step
  run: 100000
  ask: When does it learn?
  number: images_seen(80%) within 20%
  ```

  {ratio} was before; {gradient("features.conv0", 20) + loss(1)} is now.
  """

/// What was measured, for the example.
let measured: @Sendable (FigureReference) -> Double? = { reference in
  switch reference.description {
  case "deep.gradient(first)": 3e-14
  case "shallow.gradient(first)": 0.5
  case "deep.loss": 2.345
  case "deep.layers": 56
  case "images_seen(80%)": 64_000
  case "gradient(\"features.conv0\", 20)": 0.25
  case "loss(1)": 2.5
  default: nil
  }
}

/// The example with one part in place of another.
func example(_ part: String, _ other: String) -> String { example.replacing(part, with: other) }

/// What reading a text throws; `nil` where it is a lesson.
func error(reading text: String) -> LessonError? {
  do throws(LessonError) {
    _ = try Lesson(name: "lesson", text: text)
    return nil
  } catch {
    return error
  }
}

/// A lesson of one step with these lines and this text.
func lessonText(step lines: String, _ text: String = "") -> String {
  "# T\n\n```lesson\nnumber: 1\nminutes: 5\nsummary: S.\n```\n\n## First\n\n```step\n\(lines)\n```\n\n\(text)\n"
}
