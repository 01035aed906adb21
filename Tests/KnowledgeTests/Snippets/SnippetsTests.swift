import Base
@testable import Knowledge
import People
import Storage
import TestSupport
import Testing

@Suite("Texts that articles share")
struct SnippetsTests {
    private static let fee = SmallHelpCentre.slug("fee-btc")
    private static let table = SmallHelpCentre.slug("fee-table")
    private static let body = "Pay {{var:fee-btc}}.\n\n{{snippet:fee-table}}"

    @Test(
        "a changed value is what every reader, the search and each node see at once",
        arguments: Engine.allCases
    )
    func changesEverywhere(on engine: Engine) async throws {
        try await AuthoringRoom.with(engine) { room in
            let snippets = Snippets(room.articles)
            try await room.put(snippets, Self.fee, .variable, ["*": "0.0002 BTC"])
            try await room.put(snippets, Self.table, .snippet, ["en": "Zirconium {{var:fee-btc}}"])
            try await room.save(AuthoringRoom.text("Fees", Self.body))
            try await room.publish()
            #expect(await room.seen() == "Pay 0.0002 BTC.\n\nZirconium 0.0002 BTC")
            let mark = try await room.articles.mark()

            try await room.put(snippets, Self.fee, .variable, ["*": "0.0003 BTC"], from: 1)
            try await room.put(snippets, Self.table, .snippet, ["en": "Hafnium {{var:fee-btc}}"], from: 1)

            #expect(await room.seen() == "Pay 0.0003 BTC.\n\nHafnium 0.0003 BTC")
            #expect(room.found("hafnium") == ["late-deposit"])
            #expect(room.found("zirconium") == [])
            // How other nodes notice.
            #expect(try await room.articles.mark() != mark)
            #expect(try await room.articles.written().first?.translations.first?.body == Self.body)
            #expect(try await room.text().text.body == Self.body)
        }
    }

    @Test("nothing is published that names what there is not", arguments: Engine.allCases)
    func blocksPublishing(on engine: Engine) async throws {
        try await AuthoringRoom.with(engine) { room in
            let snippets = Snippets(room.articles)
            try await room.put(snippets, Self.table, .snippet, ["zh-CN": "表"])
            try await room.save(AuthoringRoom.text("Fees", Self.body))

            await #expect(
                throws: AuthoringError.notReady([
                    TextFlaw(kind: .snippetUnknown, name: "{{var:fee-btc}}"),
                    TextFlaw(kind: .snippetUntranslated, name: "{{snippet:fee-table}}"),
                ])
            ) { try await room.publish() }
            #expect(await room.seen() == nil)
        }
    }

    @Test("what is named is neither taken away nor loses its language", arguments: Engine.allCases)
    func staysWhole(on engine: Engine) async throws {
        try await AuthoringRoom.with(engine) { room in
            let snippets = Snippets(room.articles)
            try await room.put(snippets, Self.fee, .variable, ["en": "0.0002 BTC"])
            try await room.put(snippets, Self.table, .snippet, ["*": "{{var:fee-btc}}"])
            try await room.save(AuthoringRoom.text("Fees", "{{snippet:fee-table}}"))
            try await room.publish()
            let place = "/help/late-deposit (en)"

            let detail = try await snippets.detail(Self.fee)
            #expect(
                detail.uses.map(\.slug.rawValue) == ["late-deposit"] && detail.uses.map(\.isLive) == [true]
            )
            #expect(detail.snippets == [Self.table])
            await #expect(throws: SnippetError.inUse("fee-btc", uses: ["fee-table", place])) {
                try await snippets.remove(Self.fee, as: room.editor.acting())
            }
            await #expect(throws: SnippetError.inUse("fee-btc", uses: [place])) {
                try await room.put(snippets, Self.fee, .variable, ["zh-CN": "0.0002 BTC"], from: 1)
            }
            #expect(await room.seen() == "0.0002 BTC")

            try await room.save(AuthoringRoom.text("Fees", "None."))
            try await room.publish()
            try await snippets.remove(Self.table, as: room.editor.acting())
            try await snippets.remove(Self.fee, as: room.editor.acting())
            #expect(try await snippets.all() == [])
            // What it said is kept, and its numbers go on.
            #expect(try await room.put(snippets, Self.fee, .variable, ["*": "1"]).revision == 2)
        }
    }

    @Test(
        "of two who save at once the second is told; a cycle, a lost name and another kind are refused",
        arguments: Engine.allCases
    )
    func refuses(on engine: Engine) async throws {
        try await AuthoringRoom.with(engine) { room in
            let snippets = Snippets(room.articles)
            try await room.put(snippets, Self.table, .snippet, ["*": "a"])
            await #expect(throws: SnippetError.changedMeanwhile(revision: 1)) {
                try await room.put(snippets, Self.table, .snippet, ["*": "b"])
            }
            await #expect(throws: SnippetError.unknown("{{var:fee-btc}}")) {
                try await room.put(snippets, Self.table, .snippet, ["*": "{{var:fee-btc}}"], from: 1)
            }
            await #expect(throws: SnippetError.endless("fee-table")) {
                try await room.put(snippets, Self.table, .snippet, ["*": "{{snippet:fee-table}}"], from: 1)
            }
            await #expect(throws: SnippetError.self) {
                try await room.put(snippets, Self.table, .variable, ["*": "a"], from: 1)
            }
            for texts in [[:], ["*": " "], ["?": "a"], ["*": "a\nb"], ["*": "{{var:x}}"]]
                as [[String: String]]
            {
                await #expect(throws: SnippetError.self) {
                    try await room.put(snippets, Self.fee, .variable, texts)
                }
            }
            // What no article may show comes into none by another way.
            for text in ["![](https://cdn.exchange.example/x.png)", "```flowchart\n???\n```"] {
                await #expect(throws: SnippetError.self) {
                    try await room.put(snippets, Self.table, .snippet, ["*": text], from: 1)
                }
            }
            #expect(try await snippets.all().map(\.texts) == [["*": "a"]])
        }
    }

    @Test("one that hundreds of others name can be changed", arguments: Engine.allCases)
    func manyNames(on engine: Engine) async throws {
        try await AuthoringRoom.with(engine) { room in
            let snippets = Snippets(room.articles)
            try await room.put(snippets, Self.fee, .variable, ["*": "0.0002 BTC"])
            let now = room.scenario.clock.now
            try await room.scenario.database.write { db in
                for number in 1...600 {
                    let snippet = Snippet(
                        name: SmallHelpCentre.slug("note-\(number)"),
                        kind: .snippet,
                        texts: ["*": "Costs {{var:fee-btc}}."],
                        revision: 1,
                        editorName: nil,
                        changedAt: now
                    )
                    try SnippetSQL(db: db).put(snippet, by: nil)
                }
            }
            try await room.save(AuthoringRoom.text("Fees", "{{snippet:note-600}}"))
            try await room.publish()

            try await room.put(snippets, Self.fee, .variable, ["*": "0.0003 BTC"], from: 1)

            #expect(await room.seen() == "Costs 0.0003 BTC.")
            #expect(try await snippets.detail(Self.fee).uses.map(\.slug) == [AuthoringRoom.slug])
        }
    }

    @Test("an import brings them in whichever order, all or none", arguments: Engine.allCases)
    func imports(on engine: Engine) async throws {
        try await AuthoringRoom.with(engine) { room in
            let snippets = Snippets(room.articles)
            try await room.put(snippets, Self.fee, .variable, ["zh-CN": "二", "en": "0.0002 BTC"])
            try await room.put(snippets, Self.table, .snippet, ["*": "Hafnium"])
            try await room.save(AuthoringRoom.text("Fees", Self.body))
            try await room.publish()
            let new = SmallHelpCentre.slug("new")
            let drafts = [
                Snippets.Draft(name: Self.table, kind: .snippet, texts: ["*": "Zirconium {{var:new}}"]),
                Snippets.Draft(name: new, kind: .variable, texts: ["*": "1"]),
                Snippets.Draft(name: Self.fee, kind: .variable, texts: ["en": "0.0003 BTC"]),
            ]
            for _ in 0..<2 {
                try await snippets.save(drafts)
                #expect(await room.seen() == "Pay 0.0003 BTC.\n\nZirconium 1")
                #expect(room.found("zirconium") == ["late-deposit"])
                let fee = try await snippets.detail(Self.fee)
                #expect(fee.snippet.texts == ["zh-CN": "二", "en": "0.0003 BTC"])
                #expect((fee.snippet.revision, fee.snippet.editorName) == (2, nil))
            }
            let unknown = Snippets.Draft(name: Self.table, kind: .snippet, texts: ["*": "{{var:nowhere}}"])
            await #expect(throws: SnippetError.unknown("{{var:nowhere}}")) {
                try await snippets.save([
                    unknown, Snippets.Draft(name: new, kind: .variable, texts: ["*": "2"]),
                ])
            }
            await #expect(throws: SnippetError.self) {
                try await snippets.save([Snippets.Draft(name: Self.fee, kind: .snippet, texts: ["*": "x"])])
            }
            // What nobody could write at the desk.
            for flawed in ["![](/media/picture.png)", ":::video nowhere"] {
                await #expect(throws: SnippetError.self) {
                    try await snippets.save([
                        Snippets.Draft(name: Self.table, kind: .snippet, texts: ["*": flawed])
                    ])
                }
            }
            #expect(await room.seen() == "Pay 0.0003 BTC.\n\nZirconium 1")
        }
    }
}

extension AuthoringRoom {
    @discardableResult
    func put(
        _ snippets: Snippets,
        _ name: Slug,
        _ kind: Snippet.Kind,
        _ texts: [String: String],
        from revision: Int = 0
    ) async throws -> Snippet {
        try await snippets.save(name, kind, texts, from: revision, by: editor, as: editor.acting())
    }
}
