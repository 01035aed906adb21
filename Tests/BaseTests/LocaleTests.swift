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

    @Test(
        "Chinese is read in the script of its region",
        arguments: [
            ("zh-TW,zh;q=0.9", "zh-TW"), ("zh-HK", "zh-TW"), ("zh-Hant", "zh-TW"), ("zh-Hant-CN", "zh-TW"),
            ("zh-Hans-TW", "zh-CN"), ("zh", "zh-CN"), ("zh-SG", "zh-CN"), ("ja-JP", "ja"),
            ("ko,ja;q=0.5", "ja"),
            ("ko", "en"),
        ]
    )
    func scripts(_ header: String, _ expected: String) {
        let four = ["en", "ja", "zh-CN", "zh-TW"].compactMap(LocaleCode.init)
        #expect(LocaleCode.negotiate(header, among: four).rawValue == expected)
    }

    @Test(
        "of a text in several languages a reader is given the nearest",
        arguments: [
            ("zh-TW", "fr zh-CN en", "zh-CN"), ("zh-HK", "zh-CN zh-TW en", "zh-TW"), ("ja", "zh-CN en", "en"),
            ("ja", "zh-CN en-GB", "en-GB"), ("ja", "zh-CN fr", "zh-CN"), ("en", "ja en-GB en", "en"),
        ]
    )
    func texts(_ reader: String, _ languages: String, _ expected: String) throws {
        let texts = languages.split(separator: " ").map(String.init)
        let locale = try #require(LocaleCode(rawValue: reader))
        #expect(locale.nearest(of: texts) { LocaleCode(rawValue: $0) ?? .english } == expected)
        #expect(locale.nearest(of: [String]()) { _ in .english } == nil)
    }

    @Test("simplified Chinese is another language to who reads traditional")
    func reading() throws {
        let taiwan = try #require(LocaleCode(rawValue: "zh-TW"))
        let hongKong = try #require(LocaleCode(rawValue: "zh-HK"))
        #expect(taiwan.reads(hongKong) && !taiwan.reads(.simplifiedChinese) && !taiwan.reads(.english))
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
