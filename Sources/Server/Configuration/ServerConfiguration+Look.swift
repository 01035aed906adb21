import Base
import Foundation
import Web

/// How the pages look, where that is not our way.
extension ServerConfiguration {
    /// The name and the look together.
    var wholeBrand: Brand {
        var whole = look
        whole.name = brand
        return whole
    }

    mutating func readLook(_ settings: inout SettingsReader) {
        readColours(&settings)
        look.logo = Self.file("look.logo", ["svg", "png"], atMost: 200_000, &settings)
        look.fonts = (settings.text("look.fonts") ?? "").split(separator: ",")
            .map { $0.trimmingCharacters(in: .whitespaces) }.filter { !$0.isEmpty }
        for family in look.fonts
        where !family.allSatisfy({ $0.isLetter || $0.isNumber || $0 == " " || $0 == "-" }) {
            settings.complain("look.fonts holds \(family), which is no name of a font")
        }
        // 8 MB holds a Chinese font with all its characters.
        if let font = Self.file("look.font.file", ["woff2"], atMost: 8_000_000, &settings) {
            look.fontFile = font
            if look.fonts.isEmpty {
                settings.complain("look.font.file needs look.fonts, whose first name is that of the font")
            }
        }
        readFooter(&settings)
        readStyles(&settings)
    }

    private mutating func readColours(_ settings: inout SettingsReader) {
        func colour(_ key: String) -> Colour? {
            guard let text = settings.text(key) else { return nil }
            if let colour = Colour(text) { return colour }
            settings.complain("\(key) must be a colour such as #0b6b65")
            return nil
        }
        let (light, dark) = (colour("look.accent"), colour("look.dark.accent"))
        guard let accent = light ?? dark else { return }
        look.palettes = [
            BrandPalette(accent, in: .light),
            dark.map { BrandPalette($0, in: .dark) } ?? BrandPalette(dark: accent),
        ]
        if light == nil { settings.complain("look.dark.accent needs look.accent") }
    }

    private mutating func readFooter(_ settings: inout SettingsReader) {
        guard let file = Self.file("look.footer", ["json"], atMost: 20_000, &settings) else { return }
        let footers: [String: Brand.Footer]
        do {
            footers = try JSONDecoder().decode([String: Brand.Footer].self, from: Data(file.bytes))
        } catch {
            settings.complain(
                "look.footer must hold, for each language, a text and links with name and url, as in docs/operations.md"
            )
            return
        }
        for (code, footer) in footers {
            guard let locale = LocaleCode(rawValue: code) else {
                settings.complain("look.footer holds \(code), which is no language such as en or zh-CN")
                continue
            }
            look.footers[locale] = footer
            for link in footer.links ?? [] where !link.isSafe {
                settings.complain(
                    "look.footer: the address of \(link.name) must begin with https://, mailto: or /"
                )
            }
        }
    }

    private mutating func readStyles(_ settings: inout SettingsReader) {
        guard let file = Self.file("look.styles", ["css"], atMost: 100_000, &settings) else { return }
        do {
            look.styles = try BrandStyles.checked(file.bytes)
        } catch {
            settings.complain("look.styles \(error)")
        }
    }

    /// What a setting's file holds; nil where it is not set, or was complained of.
    private static func file(
        _ key: String,
        _ endings: [String],
        atMost size: Int,
        _ settings: inout SettingsReader
    ) -> Brand.File? {
        guard let path = settings.text(key) else { return nil }
        let url = URL(fileURLWithPath: path)
        do {
            let file = Brand.File(Array(try Data(contentsOf: url)), ending: url.pathExtension.lowercased())
            guard endings.contains(file.ending), file.isWhatItSays else {
                settings.complain("\(key) must be a file of the kind \(endings.joined(separator: " or "))")
                return nil
            }
            guard file.bytes.count <= size else {
                settings.complain("\(key) has more than \(size) bytes")
                return nil
            }
            return file
        } catch {
            settings.complain("\(key): \(path) cannot be read")
            return nil
        }
    }
}
