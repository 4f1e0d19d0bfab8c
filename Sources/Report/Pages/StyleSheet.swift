/// How HTML pages look. The pictures on them have the colours of white paper as attributes, over which
/// the rules for their classes go.
enum StyleSheet {
  // Markup escapes what XML would take for its own, so there is no `>` in it.
  static let text =
    """

    :root {
    \(variables(\.color, \.color, \.wordColor))
    }
    @media screen and (prefers-color-scheme: dark) { :root {
    \(variables(\.darkColor, \.darkColor, \.darkColor))
    } }
    body { margin: 0; background: var(--paper); color: var(--ink);
      font: 1rem/1.5 system-ui, -apple-system, Segoe UI, Roboto, Helvetica, Arial, sans-serif; }
    main { max-width: 62rem; margin: 0 auto; padding: 1.5rem 1rem 3rem; }
    h1, h2 { line-height: 1.25; font-weight: 650; text-wrap: balance; overflow-wrap: anywhere; }
    h1 { font-size: 1.7rem; margin: 0 0 .75rem; }
    h2 { font-size: 1.2rem; margin: 1.5rem 0 0; }
    p { max-width: 42rem; margin: 0; overflow-wrap: anywhere; }
    header p + p { margin-top: .75rem; }
    section { display: grid; gap: 1rem 2rem; margin-top: 1rem;
      grid-template-columns: repeat(auto-fill, minmax(min(100%, 26rem), 1fr)); }
    section * { min-width: 0; }
    h2, section p, .wide, pre { grid-column: 1 / -1; }
    figure { margin: 0 -.75rem; break-inside: avoid; }
    figure svg { display: block; width: 100%; max-width: 36rem; height: auto; }
    figcaption, caption { color: var(--soft); font-size: .875rem; text-align: left; }
    figcaption { margin-top: .25rem; padding: 0 .75rem; overflow-wrap: anywhere; }
    caption { padding-bottom: .5rem; }
    .wide, pre { overflow-x: auto; }
    table { border-collapse: collapse; font-size: .875rem; font-variant-numeric: tabular-nums;
      border-top: 2px solid var(--ink); border-bottom: 2px solid var(--ink); }
    th, td { padding: .35rem 1.1rem .35rem 0; text-align: left; vertical-align: baseline; }
    th { font-weight: 600; }
    thead th { vertical-align: bottom; border-bottom: 1px solid var(--ink); }
    tbody tr + tr * { border-top: 1px solid var(--grid); }
    th:last-child, td:last-child { padding-right: 0; }
    .number { text-align: right; }
    tbody th, tbody td { white-space: nowrap; }
    pre { margin: 0; padding: .75rem 1rem; border: 1px solid var(--grid); border-radius: 6px;
      font: .8125rem/1.5 ui-monospace, SFMono-Regular, Menlo, Consolas, DejaVu Sans Mono, monospace; }
    pre code { font: inherit; }
    .paper { fill: none; }
    .ink { fill: var(--ink); }
    .soft { fill: var(--soft); }
    .grid { stroke: var(--grid); }
    .frame { stroke: var(--frame); }
    .marker { stroke: var(--paper); }
    \(curves)

    """

  private static func variables(
    _ ink: (Ink) -> String, _ line: (LineStyle) -> String, _ word: (LineStyle) -> String
  ) -> String {
    let inks = Ink.allCases.map { "--\($0.rawValue): \(ink($0));" }
    let styles = LineStyle.all.enumerated().flatMap { number, style in
      ["--line-\(number): \(line(style));", "--word-\(number): \(word(style));"]
    }
    return (inks + styles).joined(separator: " ")
  }

  private static let curves = LineStyle.all.indices.map { number in
    ".line-\(number) { stroke: var(--line-\(number)); } "
      + ".fill-\(number) { fill: var(--line-\(number)); } "
      + ".word-\(number) { fill: var(--word-\(number)); }"
  }.joined(separator: "\n")
}
