import Base
import Testing

@Suite struct LocaleTests {
    private let available: [LocaleCode] = [.english, .simplifiedChinese]

    @Test(arguments: [
        ("zh-CN,zh;q=0.9,en;q=0.8", "zh-CN"), ("zh-TW", "zh-CN"), ("ZH", "zh-CN"), ("en-GB,en;q=0.9", "en"),
        ("fr-FR,zh;q=0.3,en;q=0.2", "zh-CN"), ("fr", "en"), ("", "en"), ("*", "en"), (";;;,,q=", "en"),
        ("en;q=0.1, zh-Hans-CN;q=0.5", "zh-CN"), ("zh;q=0, en", "en"), ("zh;q=abc", "zh-CN"),
    ])
    func negotiation(_ header: String, _ expected: String) {
        #expect(LocaleCode.negotiate(header, among: available).rawValue == expected)
    }

    @Test(arguments: ["", "e", "en_US", "../../etc", "zh-CN-and-far-too-long", "中文"])
    func notATag(_ text: String) {
        #expect(LocaleCode(rawValue: text) == nil)
    }

    @Test func missingTextsFallBackToEnglishThenToTheKey() throws {
        let texts = try Localisation(assets: [
            [
                "Strings/en.json":
                    #"{"a": "Hello {name}", "b.one": "{count} thing", "b.other": "{count} things"}"#
            ],
            ["Strings/zh-CN.json": #"{"b.other": "{count} 件"}"#, "Strings/other.txt": "no"],
        ])
        #expect(texts.text("a", in: .simplifiedChinese, ["name": "Ming"]) == "Hello Ming")
        #expect(texts.text("nowhere", in: .english) == "nowhere")
        #expect(texts.plural("b", count: 1, in: .english) == "1 thing")
        #expect(texts.plural("b", count: 0, in: .english) == "0 things")
        #expect(texts.plural("b", count: 1, in: .simplifiedChinese) == "1 件")
        #expect(texts.locales == [.english, .simplifiedChinese])
        #expect(texts.has("b.one") && !texts.has("b"))
    }

    @Test func mistakesOfTheReleaseAreFoundAtStart() {
        #expect(throws: LocalisationError.twice("a", .english)) {
            try Localisation(assets: [
                ["Strings/en.json": #"{"a": "1"}"#], ["Strings/en.json": #"{"a": "2"}"#],
            ])
        }
        #expect(throws: LocalisationError.notAFlatObject("Strings/en.json")) {
            try Localisation(assets: [["Strings/en.json": #"{"a": {"b": "c"}}"#]])
        }
        #expect(throws: LocalisationError.notALocale("Strings/e.json")) {
            try Localisation(assets: [["Strings/e.json": "{}"]])
        }
    }
}
