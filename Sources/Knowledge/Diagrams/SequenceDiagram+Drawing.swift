import Base

extension SequenceDiagram {
    private static let margin = 10.0
    private static let gap = 24.0
    private static let widestPerson = 150.0
    private static let widestText = 190.0
    private static let loop = 34.0

    /// The diagram, drawn: everybody is a column, everything that is said a row.
    func drawn() -> SafeHTML {
        let names = people.map { DrawnText.wrapped($0, within: Self.widestPerson) }
        let columns = columns(names)
        let top = (names.map { DrawnText.height($0) }.max() ?? 0) + 16
        var said = Drawing()
        var bottom = Self.margin + top + 10
        for row in rows { bottom = draw(row, columns, at: bottom, on: &said) }
        bottom += 10
        var whole = Drawing()
        for (place, name) in names.enumerated() {
            let x = columns[place]
            whole.line(
                [.init(x: x, y: Self.margin + top), .init(x: x, y: bottom)],
                isCurved: false,
                isDashed: true,
                "life"
            )
            let width = DrawnText.width(name) + 2 * 14
            whole.box(.init(x: x - width / 2, y: Self.margin), width, top, radius: 6, "node")
            whole.text(name, around: .init(x: x, y: Self.margin + top / 2))
        }
        whole.add(said)
        whole.reach((columns.last ?? 0) + Self.margin, bottom)
        return whole.figure(title)
    }

    /// The middles of the columns: as far from each other as their names and what is said between them need.
    private func columns(_ names: [[String]]) -> [Double] {
        let halves = names.map { DrawnText.width($0) / 2 + 14 }
        var gaps = zip(halves, halves.dropFirst()).map { $0 + $1 + Self.gap }
        var left = (halves.first ?? 0) + Self.margin
        for row in rows {
            switch row {
            case .message(let from, let to, let text, _) where from == to:
                if from < gaps.count { gaps[from] = max(gaps[from], Self.loop + Self.width(text) + Self.gap) }
            case .message(let from, let to, let text, _):
                Self.widen(&gaps, min(from, to)..<max(from, to), to: Self.width(text) + Self.gap)
            case .note(let from, let to, let text):
                let half = Self.width(text) / 2 + Self.gap
                if from == 0 { left = max(left, half + Self.margin) }
                if from == to {
                    if from > 0 { gaps[from - 1] = max(gaps[from - 1], half + Self.gap) }
                    if to < gaps.count { gaps[to] = max(gaps[to], half + Self.gap) }
                } else {
                    Self.widen(&gaps, from..<to, to: Self.width(text))
                }
            }
        }
        return gaps.reduce(into: [left]) { columns, gap in columns.append((columns.last ?? 0) + gap) }
    }

    private static func width(_ text: String) -> Double {
        DrawnText.width(DrawnText.wrapped(text, within: widestText))
    }

    private static func widen(_ gaps: inout [Double], _ places: Range<Int>, to needed: Double) {
        let missing = needed - gaps[places].reduce(0, +)
        guard missing > 0 else { return }
        for place in places { gaps[place] += missing / Double(places.count) }
    }

    /// - Returns: Where the next row begins.
    private func draw(
        _ row: Row,
        _ columns: [Double],
        at y: Double,
        on drawing: inout Drawing
    ) -> Double {
        switch row {
        case .message(let from, let to, let text, let isDashed):
            let lines = DrawnText.wrapped(text, within: Self.widestText)
            let (start, end) = (columns[from], columns[to])
            let height = DrawnText.height(lines)
            if from == to {
                let (first, last) = (y + 6, y + 6 + max(22, height))
                let side = start + Self.loop - 10
                drawing.line(
                    [
                        .init(x: start, y: first), .init(x: side, y: first), .init(x: side, y: last),
                        .init(x: start, y: last),
                    ],
                    isCurved: false,
                    isDashed: isDashed
                )
                drawing.head(at: .init(x: start, y: last), from: .init(x: side, y: last))
                let middle = start + Self.loop + DrawnText.width(lines) / 2
                drawing.text(lines, around: .init(x: middle, y: (first + last) / 2))
                return last + 14
            }
            drawing.text(lines, around: .init(x: (start + end) / 2, y: y + height / 2 + 2))
            let at = y + height + 8
            drawing.line(
                [.init(x: start, y: at), .init(x: end, y: at)],
                isCurved: false,
                isDashed: isDashed
            )
            drawing.head(at: .init(x: end, y: at), from: .init(x: start, y: at))
            return at + 14
        case .note(let from, let to, let text):
            let lines = DrawnText.wrapped(text, within: Self.widestText)
            let (width, height) = (DrawnText.width(lines) + 20, DrawnText.height(lines) + 12)
            let middle = (columns[from] + columns[to]) / 2
            let wide = max(width, columns[to] - columns[from] + 20)
            drawing.box(.init(x: middle - wide / 2, y: y + 6), wide, height, radius: 4, "note")
            drawing.text(lines, around: .init(x: middle, y: y + 6 + height / 2))
            return y + height + 20
        }
    }
}
