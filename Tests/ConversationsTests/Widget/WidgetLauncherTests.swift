import Base
@testable import Conversations
import Foundation
import Testing

@Suite("Widget launcher")
struct WidgetLauncherTests {
    @Test("its words are those of every strings file there is")
    func words() throws {
        let own = ConversationsAssets.files
        let french = #"{"widget.launcher.open": "Ouvrir", "widget.launcher.frame": "</script>"}"#
        let localisation = try Localisation(assets: [own, ["Strings/fr.json": french]])

        let tables = ["Conversations": own, "Web": ["a.js": WidgetLauncher.place]]
        let worded = try WidgetLauncher.worded(tables, by: localisation)
        let text = try #require(worded["Conversations"]?["Widget/widget-launcher.js"])
        let line = try #require(text.split(separator: "\n").first { $0.contains("const WORDS = ") })
        let json = line.drop { $0 != "{" }.prefix { $0 != ";" }
        let words = try JSONDecoder().decode([String: [String: String]].self, from: Data(json.utf8))

        #expect(Set(words.keys) == Set(localisation.locales.map(\.rawValue)))
        #expect(words["fr"]?["open"] == "Ouvrir" && words["fr"]?["close"] == words["en"]?["close"])
        for locale in localisation.locales where locale.rawValue != "fr" {
            #expect(words[locale.rawValue]?["open"] == localisation.text("widget.launcher.open", in: locale))
        }
        #expect(!text.contains(WidgetLauncher.place))
        #expect(worded["Web"] == ["a.js": WidgetLauncher.place])
    }
}
