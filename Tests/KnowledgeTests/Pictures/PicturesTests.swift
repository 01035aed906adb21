import Base
@testable import Knowledge
import People
import Storage
import TestSupport
import Testing

@Suite("Pictures that articles show")
struct PicturesTests {
    private static let name = SmallHelpCentre.slug("withdraw-form")

    @Test(
        "a picture is kept sealed, as it is and small, and the same file is not kept twice",
        arguments: Engine.allCases
    )
    func kept(on engine: Engine) async throws {
        try await PictureRoom.with(engine) { desk in
            let made = try await desk.add([1, 2, 3])

            let picture = made.picture
            #expect(made.isNew)
            #expect(picture.name == Self.name)
            #expect(picture.alts == ["en": "The form, with the network chosen"])
            #expect(picture.editorName == "editor one")
            #expect((picture.file.width, picture.file.height, picture.file.sizeInBytes) == (1_280, 800, 4))
            #expect(try await desk.pictures.content(of: picture.file, isSmall: false) == [9, 1, 2, 3])
            #expect(try await desk.pictures.content(of: picture.file, isSmall: true) == [8, 1, 2, 3])
            let digests = try await Pictures.digests(in: desk.room.scenario.database)
            #expect(digests.count == 2)
            #expect(try await desk.blobs.missing(digests).isEmpty)
            #expect(try await desk.blobs.content(of: picture.file.digest) != [9, 1, 2, 3])

            let again = try await desk.add([1, 2, 3], called: "other.png", showing: "Other words")
            #expect(!again.isNew)
            #expect(again.picture == picture)
            #expect(try await Pictures.digests(in: desk.room.scenario.database).count == 2)
        }
    }

    @Test("names are made of what files are called, and no two are alike", arguments: Engine.allCases)
    func names(on engine: Engine) async throws {
        try await PictureRoom.with(engine) { desk in
            var names: [String] = []
            let called = [
                "Withdraw form.png", "C:\\x\\withdraw-form.JPG", "../提币.png", "", ".png", "<b>.svg",
                String(repeating: "a", count: 300),
            ]
            for (number, name) in called.enumerated() {
                names.append(try await desk.add([1, UInt8(number)], called: name).picture.name.rawValue)
            }
            #expect(
                names == [
                    "withdraw-form", "withdraw-form-2", "picture", "picture-2", "picture-3", "b",
                    String(repeating: "a", count: 70),
                ]
            )
        }
    }

    @Test("what is refused leaves nothing behind", arguments: Engine.allCases)
    func refused(on engine: Engine) async throws {
        try await PictureRoom.with(engine) { desk in
            await #expect(throws: PictureError.empty) { try await desk.add([]) }
            await #expect(throws: PictureError.notAccepted("image/svg+xml")) {
                try await desk.add([60, 115])
            }
            await #expect(throws: PictureError.tooLarge) {
                try await desk.add(Array(repeating: 1, count: Picture.largest + 1))
            }
            for alt in ["", " \n ", "two\nlines", String(repeating: "x", count: 501)] {
                await #expect(throws: PictureError.self) { try await desk.add([1], showing: alt) }
            }
            let (left, keys) = try await desk.room.scenario.database.read { db in
                (
                    try db.value(Int.self, "SELECT COUNT(*) FROM picture_file"),
                    try db.value(Int.self, "SELECT COUNT(*) FROM data_key WHERE kind = 'pic'")
                )
            }
            #expect((left, keys) == (0, 0))
        }
    }

    @Test("of two who save at once the second is told", arguments: Engine.allCases)
    func words(on engine: Engine) async throws {
        try await PictureRoom.with(engine) { desk in
            _ = try await desk.add()
            func save(_ alts: [String: String], _ revision: Int) async throws -> Picture {
                try await desk.pictures.save(
                    Self.name,
                    alts,
                    from: revision,
                    by: desk.room.editor,
                    as: desk.actor
                )
            }
            let saved = try await save(["en": " The form ", "zh-CN": "提币表单", "ja": ""], 1)
            #expect(saved.alts == ["en": "The form", "zh-CN": "提币表单"])
            #expect(saved.revision == 2)
            await #expect(throws: PictureError.changedMeanwhile(revision: 2)) {
                try await save(["en": "a"], 1)
            }
            for alts in [[:], ["en": " "], ["not a tag!": "a"], ["en": "a\u{7}"]] {
                await #expect(throws: PictureError.self) { try await save(alts, 2) }
            }
            await #expect(throws: PictureError.notFound("nothing")) {
                try await desk.pictures.save(
                    SmallHelpCentre.slug("nothing"),
                    ["en": "a"],
                    from: 1,
                    by: desk.room.editor,
                    as: desk.actor
                )
            }
        }
    }

    @Test("a list is found by names and words, and goes on where it ended", arguments: Engine.allCases)
    func list(on engine: Engine) async throws {
        try await PictureRoom.with(engine) { desk in
            for (number, name) in ["one", "two", "three"].enumerated() {
                _ = try await desk.add([1, UInt8(number)], called: name, showing: "Picture \(name) 图片")
                desk.room.scenario.clock.advance(by: .seconds(1))
            }
            func names(_ words: String) async throws -> [String] {
                try await desk.pictures.list(words, after: nil, limit: 10).pictures.map(\.name.rawValue)
            }
            #expect(try await names("") == ["three", "two", "one"])
            #expect(try await names("TWO") == ["two"])
            #expect(try await names("图片") == ["three", "two", "one"])
            #expect(try await names("%").isEmpty)
            let first = try await desk.pictures.list("", after: nil, limit: 2)
            #expect(first.pictures.map(\.name.rawValue) == ["three", "two"])
            let cursor = try #require(first.next.flatMap { PictureCursor("\($0)") })
            let rest = try await desk.pictures.list("", after: cursor, limit: 2)
            #expect(rest.pictures.map(\.name.rawValue) == ["one"])
            #expect(rest.next == nil)
        }
    }

    @Test(
        "a picture that replaces another is shown at once, and the former one for a while",
        arguments: Engine.allCases
    )
    func replaced(on engine: Engine) async throws {
        try await PictureRoom.with(engine) { desk in
            let room = desk.room
            let former = try await desk.add([1]).picture.file
            try await room.save(AuthoringRoom.text("Late", "![The form](/pictures/withdraw-form)"))
            try await room.publish()
            func shown() async throws -> [Picture] {
                let article = try await room.articles.article(AuthoringRoom.slug, for: .everybody)
                return article.translation(for: .english)?.pictures ?? []
            }
            #expect(try await shown().map(\.file.id) == [former.id])
            let edition = room.search.edition

            let now = try await desk.pictures.replace(Self.name, by: [3, 7], room.editor, as: desk.actor)

            #expect(now.file.small == nil)
            #expect(try await shown() == [now])
            #expect(room.search.edition != edition)
            try await desk.work()
            #expect(try await desk.pictures.file(former.id).picture == Self.name)
            room.scenario.clock.advance(by: RemovePictureFileJob.longestReading)
            try await desk.work()
            await #expect(throws: PictureError.fileNotFound) { try await desk.pictures.file(former.id) }
            #expect(try await desk.blobs.missing(former.digests) == former.digests)
            #expect(try await desk.pictures.content(of: now.file, isSmall: true) == [9, 3, 7])
            await #expect(throws: PictureError.notAccepted("image/svg+xml")) {
                try await desk.pictures.replace(Self.name, by: [60], room.editor, as: desk.actor)
            }
            #expect(try await desk.pictures.detail(Self.name).picture == now)
        }
    }

    @Test(
        "a picture stays that an article shows, also in a draft and by a snippet, and goes whole",
        arguments: Engine.allCases
    )
    func removed(on engine: Engine) async throws {
        try await PictureRoom.with(engine) { desk in
            let room = desk.room
            let picture = try await desk.add().picture
            _ = try await Snippets(room.articles).save(
                SmallHelpCentre.slug("form"),
                .snippet,
                ["*": "Look: ![The form](/pictures/withdraw-form)"],
                from: 0,
                by: room.editor,
                as: room.editor.acting()
            )
            try await room.save(AuthoringRoom.text("Late", "{{snippet:form}}"))
            let inUse = PictureError.inUse("withdraw-form", uses: ["/help/late-deposit (en)"])
            #expect(try await desk.pictures.detail(Self.name).uses.map(\.isLive) == [false])
            await #expect(throws: inUse) { try await desk.pictures.remove(Self.name, as: desk.actor) }
            try await room.publish()
            #expect(try await desk.pictures.detail(Self.name).uses.map(\.isLive) == [true])
            await #expect(throws: inUse) { try await desk.pictures.remove(Self.name, as: desk.actor) }

            let revision = try await room.text().revision
            _ = try await room.authoring.archive(room.id, in: .english, from: revision, by: room.editor)
            try await desk.pictures.remove(Self.name, as: desk.actor)
            await #expect(throws: PictureError.fileNotFound) { try await desk.pictures.file(picture.file.id) }
            try await desk.work()

            #expect(try await Pictures.digests(in: room.scenario.database).isEmpty)
            #expect(try await desk.blobs.missing(picture.file.digests) == picture.file.digests)
            #expect(try await desk.pictures.list("", after: nil, limit: 5).pictures.isEmpty)
        }
    }

    @Test("a text that shows a picture that there is not is not published", arguments: Engine.allCases)
    func missing(on engine: Engine) async throws {
        try await PictureRoom.with(engine) { desk in
            let room = desk.room
            let file = try await desk.add().picture.file
            let body = """
                ![a](/pictures/withdraw-form) ![b](/pictures/none) ![c](/media/own.png) ![d](\(file.address))

                ![](/pictures/withdraw-form)

                `![e](/pictures/code)`
                """
            try await room.save(AuthoringRoom.text("Late", body))
            let flaws = [
                TextFlaw(kind: .pictureUndescribed, name: "/pictures/withdraw-form"),
                TextFlaw(kind: .pictureUnknown, name: "/pictures/none"),
                TextFlaw(kind: .pictureUnknown, name: file.address),
            ]
            await #expect(throws: AuthoringError.notReady(flaws)) { try await room.publish() }
            await #expect(
                throws: SnippetError.invalid(field: "texts", "there is no picture /pictures/none")
            ) {
                try await Snippets(room.articles).save(
                    SmallHelpCentre.slug("form"),
                    .snippet,
                    ["*": "![b](/pictures/none) `/pictures/code`"],
                    from: 0,
                    by: room.editor,
                    as: room.editor.acting()
                )
            }
        }
    }
}
