import Base

/// A drawing of a few kinds of shapes and words, as SVG that stands in a page.
///
/// Colours are the page's (`currentColor` where it has no style for it), so that it reads in the dark as well.
struct Drawing {
    struct Point: Hashable {
        var x: Double
        var y: Double
    }

    private var width = 0.0
    private var height = 0.0
    private var shapes = ""

    /// Puts another over it.
    mutating func add(_ other: Drawing) {
        reach(other.width, other.height)
        shapes += other.shapes
    }

    /// Room that is needed in any case.
    mutating func reach(_ x: Double, _ y: Double) {
        width = max(width, x)
        height = max(height, y)
    }

    mutating func box(_ corner: Point, _ width: Double, _ height: Double, radius: Double, _ name: String) {
        reach(corner.x + width, corner.y + height)
        shapes +=
            "<rect class=\"diagram__\(name)\" x=\"\(Self.number(corner.x))\" y=\"\(Self.number(corner.y))\" "
        shapes +=
            "width=\"\(Self.number(width))\" height=\"\(Self.number(height))\" rx=\"\(Self.number(radius))\" "
        shapes += "fill=\"none\" stroke=\"currentColor\"/>"
    }

    mutating func polygon(_ points: [Point], _ name: String) {
        for point in points { reach(point.x, point.y) }
        let list = points.map { "\(Self.number($0.x)),\(Self.number($0.y))" }.joined(separator: " ")
        let fill = name == "head" ? "currentColor" : "none"
        shapes +=
            "<polygon class=\"diagram__\(name)\" points=\"\(list)\" fill=\"\(fill)\" stroke=\"currentColor\"/>"
    }

    /// A line through points, curved by Bézier's where there are three for each piece.
    mutating func line(_ points: [Point], isCurved: Bool, isDashed: Bool, _ name: String = "line") {
        guard let first = points.first, points.count > 1 else { return }
        for point in points { reach(point.x, point.y) }
        let rest = points.dropFirst().map { "\(Self.number($0.x)) \(Self.number($0.y))" }.joined(
            separator: " "
        )
        shapes += "<path class=\"diagram__\(name)\" "
        shapes += "d=\"M\(Self.number(first.x)) \(Self.number(first.y)) \(isCurved ? "C" : "L")\(rest)\" "
        shapes += "fill=\"none\" stroke=\"currentColor\"\(isDashed ? " stroke-dasharray=\"5 4\"" : "")/>"
    }

    /// The head of an arrow that ends at a point.
    mutating func head(at tip: Point, from before: Point) {
        let (dx, dy) = (tip.x - before.x, tip.y - before.y)
        let length = (dx * dx + dy * dy).squareRoot()
        guard length > 0 else { return }
        let (ux, uy) = (dx / length, dy / length)
        let back = Point(x: tip.x - 9 * ux, y: tip.y - 9 * uy)
        polygon(
            [
                tip, Point(x: back.x - 4 * uy, y: back.y + 4 * ux),
                Point(x: back.x + 4 * uy, y: back.y - 4 * ux),
            ],
            "head"
        )
    }

    /// Lines of words around a middle.
    mutating func text(_ lines: [String], around middle: Point, _ name: String = "text") {
        let wide = DrawnText.width(lines) / 2
        reach(middle.x + wide, middle.y + DrawnText.height(lines) / 2)
        var y = middle.y - DrawnText.height(lines) / 2 + DrawnText.lineHeight * 0.72
        for line in lines {
            shapes +=
                "<text class=\"diagram__\(name)\" x=\"\(Self.number(middle.x))\" y=\"\(Self.number(y))\" "
            shapes += "text-anchor=\"middle\" font-size=\"14\" fill=\"currentColor\">"
            shapes += "\(SafeHTML(escaping: line).markup)</text>"
            y += DrawnText.lineHeight
        }
    }

    /// The drawing with what it shows, told and seen.
    func figure(_ title: String) -> SafeHTML {
        let name = SafeHTML(escaping: title).markup
        let (wide, high) = (Self.number(width.rounded(.up) + 2), Self.number(height.rounded(.up) + 2))
        // Every text is escaped, and everything else is a number or our own word.
        return SafeHTML(
            trusted: "<figure class=\"diagram\"><div class=\"diagram__frame\" tabindex=\"0\">"
                + "<svg class=\"diagram__drawing\" width=\"\(wide)\" height=\"\(high)\" viewBox=\"0 0 \(wide) \(high)\" "
                + "role=\"img\" aria-label=\"\(name)\">\(shapes)</svg></div>"
                + "<figcaption class=\"diagram__title\">\(name)</figcaption></figure>"
        )
    }

    /// To a tenth: no eye sees more.
    private static func number(_ value: Double) -> String {
        guard value.isFinite, abs(value) < 100_000 else { return "0" }
        let tenths = Int((value * 10).rounded())
        let sign = tenths < 0 ? "-" : ""
        let rest = abs(tenths) % 10
        return rest == 0 ? "\(sign)\(abs(tenths) / 10)" : "\(sign)\(abs(tenths) / 10).\(rest)"
    }
}
