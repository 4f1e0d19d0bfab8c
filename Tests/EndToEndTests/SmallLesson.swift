/// A lesson on the digits that takes a second.
enum SmallLesson {
  static let text = """
    # A small lesson

    ```lesson
    number: 7
    minutes: 1
    summary: Two small networks, and keys.
    ```

    A few steps on the *digits*.

    ## Twenty steps

    ```step
    options: --dataset digits --batch-size 32 --learning-rate 0.05
    network: small = plain blocks=1 initial-channels=4
    run: 20
    evaluate: yes
    show: curves
    figure: ratio = small.loss / loss(1)
    ask: Does the loss fall in 20 steps?
    choice: no -> ratio >= 1
    choice: yes -> ratio < 1
    claim: small.test_accuracy > 0.1
    claim: step == 20
    source: nobody
    ```

    ---

    It falls to {ratio:%} of what it was.

    ## By hand

    ```step
    press: + Enter
    run: 5
    show: knobs
    figure: rate = learning_rate
    ask: What is the learning rate now?
    number: rate within 10%
    claim: rate == 0.1
    claim: step == 25
    ```

    Press `+`, then Enter.

    ---

    It is {rate}.

    ## Two

    ```step
    options: --dataset digits --batch-size 32
    network: dense = densenet blocks=1,1 k=4
    network: plain = plain blocks=1,1 initial-channels=4
    do: dense: growth_rate=6
    run: 3
    show: race
    select: plain
    claim: dense.growth_rate == 6
    claim: dense.step == 3 and plain.step == 3
    claim: small.step == 25
    ```

    ---

    The dense one has {dense.parameters} parameters.
    """

  /// The lesson with one part in place of another.
  static func text(_ part: String, _ other: String) -> String { text.replacing(part, with: other) }
}
