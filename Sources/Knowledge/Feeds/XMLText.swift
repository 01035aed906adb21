import Base

/// Text as it may stand in XML 1.0: escaped, and without the characters that it knows no way to write.
func xmlText(_ text: String) -> String {
    let known = text.unicodeScalars.filter { scalar in
        switch scalar.value {
        case 0x9, 0xA, 0xD, 0x20...0xD7FF, 0xE000...0xFFFD, 0x10000...0x10FFFF: true
        default: false
        }
    }
    return SafeHTML(escaping: String(String.UnicodeScalarView(known))).markup
}
