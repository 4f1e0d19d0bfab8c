import Lessons

/// A lesson with a step of every kind, for the networks of `ExampleComparison`.
enum ExampleLesson {
  static let lesson: Lesson = {
    guard let lesson = try? Lesson(name: "example", text: text) else {
      preconditionFailure("the example is no lesson")
    }
    return lesson
  }()

  static let text = """
    # How networks learn

    ```lesson
    number: 3
    minutes: 5
    summary: Networks side by side, and one that is changed.
    ```

    Three networks see the *same* images in the **same** order. What they make of them depends on how their
    layers are connected, and that is what this lesson is about. `L` leaves it at any time, for experiments of
    your own.

    - A dense network: every layer of a block reads all layers before it.
    - A residual one, and a [plain](https://arxiv.org/abs/1512.03385) one.

    ## Side by side

    ```step
    options: --learning-rate 0.05
    network: dense = densenet depth=22
    network: residual = resnet depth=20
    network: plain = plain depth=20
    run: 40
    evaluate: yes
    show: race
    figure: ratio = plain.loss / dense.loss
    ask: After 40 steps, whose loss is lower: that of {dense.layers} layers with connections or that of {plain.layers} without?
    choice: the plain network's -> ratio < 1
    choice: the dense network's -> ratio > 1
    choice: neither's
    claim: ratio > 1
    source: Huang et al., Densely Connected Convolutional Networks, 2017
    ```

    Each layer of the plain network must carry everything that those before it have found.

    ---

    The plain network's loss is {ratio:2} times the dense one's, and {dense.test_accuracy:%} of the test images are
    classified rightly.

    ## Another learning rate

    ```step
    do: learning_rate=0.5
    do: growth_rate=12
    do: plain: momentum=0.5
    run: 20
    show: gradients
    select: plain
    layer: layer2
    figure: now = dense.loss
    ask: What is the loss of the dense network now?
    number: now within 10%
    ```

    The ratio was {ratio:2}.

    ---

    It is {now:2}.

    ## By hand

    ```step
    press: + + Enter
    run: 10
    show: knobs
    ```

    Press `+` twice, then Enter.

    ## What came of it

    ```step
    figure: gain = ratio * 2
    claim: gain > 2
    ```

    Twice the ratio is {gain:2}.

    ## One alone

    ```step
    network: dense = densenet depth=40
    run: 5
    show: reuse
    ask: Was the plain network's loss, {plain.loss:3}, higher than {now:3}?
    choice: yes -> plain.loss > now
    choice: no -> plain.loss <= now
    ```

    ---

    The loss of this one is {dense.loss:3}.
    """
}
