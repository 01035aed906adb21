import Base
import Testing

/// Which words a text is said in: the installation's own or the release's, in which language.
@Suite struct LocalisationTests {
    private static func localisation(own: OwnTexts.Texts = [:]) throws -> Localisation {
        let localisation = try Localisation(assets: [
            [
                "Strings/en.json": #"{"hello": "Hello {name}", "only": "English only"}"#,
                "Strings/zh-CN.json": #"{"hello": "您好，{name}"}"#,
            ]
        ])
        localisation.own.replace(with: own)
        return localisation
    }

    private static func code(_ tag: String) throws -> LocaleCode { try #require(LocaleCode(rawValue: tag)) }

    @Test(
        "what a locale lacks is said in its language, then in English",
        arguments: [
            ("en", "hello", "Hello Ana"), ("zh-CN", "hello", "您好，Ana"), ("zh-TW", "hello", "您好，Ana"),
            ("en-GB", "hello", "Hello Ana"), ("fr", "hello", "Hello Ana"), ("zh-TW", "only", "English only"),
            ("zh-CN", "nothing", "nothing"),
        ]
    )
    func nearest(_ tag: String, _ key: String, _ words: String) throws {
        #expect(try Self.localisation().text(key, in: Self.code(tag), ["name": "Ana"]) == words)
    }

    @Test("own words stand in front, in their language and those that lack some")
    func own() throws {
        let traditional = try Self.code("zh-TW")
        let french = try Self.code("fr")
        let localisation = try Self.localisation(own: [
            .english: ["only": "Ours"], french: ["hello": "Bonjour {name}"],
            traditional: ["hello": "您好呀，{name}"],
        ])
        func text(_ key: String, _ locale: LocaleCode) -> String {
            localisation.text(key, in: locale, ["name": "Ana"])
        }

        #expect(text("hello", french) == "Bonjour Ana")
        #expect(text("hello", traditional) == "您好呀，Ana")
        #expect(try text("hello", Self.code("zh-HK")) == "您好呀，Ana")
        #expect(text("hello", .simplifiedChinese) == "您好，Ana")
        #expect(text("only", .simplifiedChinese) == "Ours")
        #expect(text("only", french) == "Ours")
        #expect(localisation.all(in: traditional) == ["hello": "您好呀，{name}", "only": "Ours"])
        #expect(localisation.all(in: .english) == ["hello": "Hello {name}", "only": "Ours"])
        #expect(localisation.releasedText("only", in: french) == "English only")
        #expect(localisation.locales == [.english, .simplifiedChinese])
    }

    @Test("only what is offered is spoken, and English where that lacks words")
    func offered() throws {
        let files = [
            "Strings/en.json": #"{"hello": "Hello", "only": "English only"}"#,
            "Strings/ja.json": #"{"hello": "こんにちは"}"#, "Strings/zh-CN.json": #"{"hello": "您好"}"#,
        ]
        let japanese = try Self.code("ja")
        let localisation = try Localisation(assets: [files], offering: [japanese])

        #expect(localisation.locales == [japanese])
        #expect(localisation.text("hello", in: japanese) == "こんにちは")
        #expect(localisation.text("only", in: japanese) == "English only")
        #expect(localisation.text("hello", in: .simplifiedChinese) == "Hello")
        #expect(LocaleCode.negotiate("zh-CN, en", among: localisation.locales) == japanese)
        let two = try Localisation(assets: [files], offering: [japanese, .english])
        #expect(two.locales == [.english, japanese])
    }

    @Test("copies share what the installation chose, and hear that it changed")
    func shared() throws {
        let localisation = try Self.localisation()
        let copy = localisation
        let before = copy.own.revision

        localisation.own.replace(with: [.english: ["only": "Ours"]])
        let changed = copy.own.revision
        localisation.own.replace(with: [.english: ["only": "Ours"]])

        #expect(copy.text("only", in: .english) == "Ours")
        #expect(changed != before)
        #expect(copy.own.revision == changed)
        localisation.own.replace(with: [:])
        #expect(copy.text("only", in: .english) == "English only")
    }
}
