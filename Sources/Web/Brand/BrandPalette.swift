/// A brand's colour in one theme, and what is made of it.
package struct BrandPalette: Sendable, Hashable {
    package enum Theme: String, Sendable, Hashable, CaseIterable {
        case light, dark

        /// What the colour is seen on, as `tokens.css` has it.
        var surfaces: [Colour] {
            switch self {
            case .light: [Colour(0xff, 0xff, 0xff), Colour(0xf7, 0xf8, 0xf8)]
            case .dark: [Colour(0x11, 0x16, 0x18), Colour(0x18, 0x1e, 0x20), Colour(0x20, 0x28, 0x2a)]
            }
        }

        /// What text is written in.
        var text: Colour {
            switch self {
            case .light: Colour(0x18, 0x20, 0x22)
            case .dark: Colour(0xe4, 0xea, 0xea)
            }
        }
    }

    /// How well one colour is told from another.
    package struct Contrast: Sendable, Hashable {
        package let what: String
        /// 1...21.
        package let ratio: Double

        /// Below it text cannot be read by everybody (WCAG 2.2, 1.4.3).
        package static let least = 4.5
    }

    package let theme: Theme
    package let accent: Colour
    let hover: Colour
    let onAccent: Colour
    let tint: Colour
    let highlight: Colour

    /// - Parameters:
    ///   - accent: Of links, buttons and what is chosen.
    ///   - theme: Where.
    package init(_ accent: Colour, in theme: Theme) {
        let surface = theme.surfaces[0]
        let away: Colour = theme == .light ? .black : .white
        let ink = Colour(0x0b, 0x14, 0x16)
        self.theme = theme
        self.accent = accent
        self.hover = accent.mixed(with: away, 0.2)
        self.onAccent = accent.contrast(to: .white) >= accent.contrast(to: ink) ? .white : ink
        self.tint = surface.mixed(with: accent, theme == .light ? 0.1 : 0.18)
        self.highlight = surface.mixed(with: accent, theme == .light ? 0.2 : 0.3)
    }

    /// The palette of the dark theme for a colour that was chosen for the light one: as much lighter as can be read well.
    package init(dark accent: Colour) {
        let raised = Theme.dark.surfaces.last ?? .black
        let steps = stride(from: 0.0, through: 0.9, by: 0.05).map { accent.mixed(with: .white, $0) }
        self.init(steps.first { $0.contrast(to: raised) >= 6 } ?? .white, in: .dark)
    }

    /// What is written in or on these colours, and how well it reads.
    package var contrasts: [Contrast] {
        let onSurfaces = theme.surfaces.map { accent.contrast(to: $0) }.min() ?? 1
        return [
            Contrast(what: "\(accent) on the page", ratio: onSurfaces),
            Contrast(what: "\(onAccent) on \(accent)", ratio: onAccent.contrast(to: accent)),
            Contrast(what: "\(onAccent) on \(hover)", ratio: onAccent.contrast(to: hover)),
            Contrast(what: "\(accent) on \(tint)", ratio: accent.contrast(to: tint)),
            Contrast(what: "text on \(highlight)", ratio: theme.text.contrast(to: highlight)),
        ]
    }

    /// CSS.
    var declarations: String {
        """
        --color-accent: \(accent); --color-accent-hover: \(hover); --color-on-accent: \(onAccent); \
        --color-accent-tint: \(tint); --color-highlight: \(highlight);
        """
    }
}
