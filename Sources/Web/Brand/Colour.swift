import Base
import Foundation

/// A colour of sRGB without transparency.
package struct Colour: Sendable, Hashable, CustomStringConvertible {
    static let white = Self(255, 255, 255)
    static let black = Self(0, 0, 0)

    private let red: Int
    private let green: Int
    private let blue: Int

    /// Each 0...255.
    init(_ red: Int, _ green: Int, _ blue: Int) {
        self.red = red
        self.green = green
        self.blue = blue
    }

    /// Reads `#0b6b65`; nil for anything else.
    package init?(_ text: String) {
        let digits = text.dropFirst()
        guard text.hasPrefix("#"), digits.count == 6, digits.allSatisfy(\.isHexDigit),
            let number = Int(digits, radix: 16)
        else { return nil }
        self.init(number >> 16, number >> 8 & 255, number & 255)
    }

    package var description: String {
        "#" + [UInt8(red), UInt8(green), UInt8(blue)].hexadecimal
    }

    /// How well it is told from another: 1...21 (WCAG 2.2, "contrast ratio").
    package func contrast(to other: Colour) -> Double {
        let (high, low) = (max(luminance, other.luminance), min(luminance, other.luminance))
        return (high + 0.05) / (low + 0.05)
    }

    /// WCAG 2.2, "relative luminance".
    private var luminance: Double {
        func linear(_ value: Int) -> Double {
            let share = Double(value) / 255
            return share <= 0.04045 ? share / 12.92 : pow((share + 0.055) / 1.055, 2.4)
        }
        return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue)
    }

    /// Between this colour and another; `share` of the other, 0...1.
    func mixed(with other: Colour, _ share: Double) -> Colour {
        func mix(_ one: Int, _ two: Int) -> Int {
            Int((Double(one) + (Double(two) - Double(one)) * share).rounded())
        }
        return Colour(mix(red, other.red), mix(green, other.green), mix(blue, other.blue))
    }
}
