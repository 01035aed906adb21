@testable import Assistant
import Base
import Testing

@Suite("Assistant's wording")
struct AssistantWordingTests {
    private static let files = AssistantAssets.files.keys.compactMap(Localisation.locale(ofFile:))

    @Test("what the texts tell customers to write is understood, in every language", arguments: files)
    func wishes(_ locale: LocaleCode) throws {
        let localisation = try Localisation(assets: [AssistantAssets.files])
        let wording = AssistantWording(localisation: localisation, locale: locale)
        let wish = localisation.text("assistant.action.person", in: locale)

        for key in ["introduce", "greeting.security", "greeting.account_compromised"] {
            let text = localisation.text("assistant.\(key)", in: locale)
            #expect(text.lowercased().contains(wish.lowercased()), "\(key)")
        }
        #expect(wording.action(named: wish) == "person")
        #expect(wording.action(named: " 「\(wish.uppercased())」! ") == "person")
        #expect(wording.action(named: localisation.text("assistant.action.helped", in: locale)) == "helped")
        #expect(wording.action(named: "\(wish) 2") == nil)
        #expect(wording.action(named: "?") == nil)
    }
}
