package import Base
import Foundation

/// The script that other people's pages load, `/widget.js`: one file without the strings, so the few words that it says
/// on those pages are written into it, in every language that there is.
package enum WidgetLauncher {
    /// Where the words go.
    static let place = "{/* words */}"
    private static let path = "Widget/widget-launcher.js"
    private static let words = ["open", "close", "unread", "frame"]

    /// The embedded files with the words in that script.
    ///
    /// - `tables`: The targets' embedded files by the target's name.
    package static func worded(
        _ tables: [String: [String: String]],
        by localisation: Localisation
    ) throws -> [String: [String: String]] {
        let texts = localisation.locales.map { locale in
            let said = words.map { ($0, localisation.text("widget.launcher.\($0)", in: locale)) }
            return (locale.rawValue, Dictionary(said) { first, _ in first })
        }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let json = try encoder.encode(Dictionary(texts) { first, _ in first })
        var worded = tables
        let script = tables["Conversations"]?[path]
        worded["Conversations"]?[path] = script?.replacing(place, with: String(decoding: json, as: UTF8.self))
        return worded
    }
}
