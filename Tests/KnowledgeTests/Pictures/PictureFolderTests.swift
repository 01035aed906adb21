import Base
import Foundation
@testable import Knowledge
import People
import Storage
import TestSupport
import Testing

@Suite("Pictures of a folder of articles")
struct PictureFolderTests {
    private static let name = SmallHelpCentre.slug("withdraw-form")

    private static func entry(
        _ name: Slug = Self.name,
        _ alts: [String: String] = ["en": "The form"]
    ) -> PictureFolder.Entry {
        PictureFolder.Entry(name: name, file: "pictures/\(name).png", alts: alts)
    }

    @Test("what is exported comes back as the same, there and elsewhere", arguments: Engine.allCases)
    func both(on engine: Engine) async throws {
        try await PictureRoom.with(engine) { desk in
            let picture = try await desk.add([1, 5]).picture
            _ = try await desk.add([1, 6], called: "unshown.png")
            let texts = ["![a](/pictures/withdraw-form) ![b](/pictures/none)"]
            let shown = try await desk.pictures.shown(in: texts)
            #expect(shown == [picture])
            let folder = try PictureFolder(json: try PictureFolder(shown).json)
            #expect(folder.entries == [Self.entry(Self.name, picture.alts)])
            let content = try await desk.pictures.content(of: picture)

            #expect(try await desk.pictures.bring([(folder.entries[0], content)]) == 0)
            #expect(try await desk.pictures.detail(Self.name).picture == picture)

            try await PictureRoom.with(engine) { other in
                // What the test's reader takes for a picture begins with 1.
                let file: [UInt8] = [1] + content
                #expect(try await other.pictures.bring([(folder.entries[0], file)]) == 1)
                let there = try await other.pictures.detail(Self.name).picture
                #expect((there.name, there.alts, there.editorName) == (picture.name, picture.alts, nil))
                #expect(try await other.pictures.content(of: there) == [9] + file)
                // The same again, and as it was given out.
                #expect(try await other.pictures.bring([(folder.entries[0], file)]) == 0)
                #expect(try await other.pictures.bring([(folder.entries[0], [9] + file)]) == 0)
            }
        }
    }

    @Test(
        "another file takes the place of the one that is here, and words of other languages stay",
        arguments: Engine.allCases
    )
    func replaced(on engine: Engine) async throws {
        try await PictureRoom.with(engine) { desk in
            let room = desk.room
            let former = try await desk.add([1], showing: "表单", in: .simplifiedChinese).picture
            try await room.save(AuthoringRoom.text("Late", "![The form](/pictures/withdraw-form)"))
            try await room.publish()
            let edition = room.search.edition

            #expect(try await desk.pictures.bring([(Self.entry(), [1, 2])]) == 1)

            let now = try await desk.pictures.detail(Self.name).picture
            #expect(now.alts == ["en": "The form", "zh-CN": "表单"])
            #expect(now.file.id != former.file.id)
            #expect(try await desk.pictures.file(former.file.id).picture == Self.name)
            #expect(room.search.edition != edition)
        }
    }

    @Test("after a file that is refused none is taken", arguments: Engine.allCases)
    func refused(on engine: Engine) async throws {
        try await PictureRoom.with(engine) { desk in
            let other = SmallHelpCentre.slug("other")
            await #expect(
                throws: ImportError.inFile(
                    "pictures/other.png",
                    .refused(PictureError.notAccepted("image/svg+xml").problem.title)
                )
            ) {
                _ = try await desk.pictures.bring([(Self.entry(), [1]), (Self.entry(other), [60])])
            }
            await #expect(throws: ImportError.self) {
                _ = try await desk.pictures.bring([(Self.entry(Self.name, [:]), [1])])
            }
            let left = try await desk.pictures.list("", after: nil, limit: 5)
            #expect(left.pictures.isEmpty)
            #expect(try await Pictures.digests(in: desk.room.scenario.database).isEmpty)
        }
    }

    @Test(
        "an index that is none, or names files elsewhere, is refused",
        arguments: [
            "", "[]", "{\"pictures\": [{\"name\": \"A b\", \"file\": \"pictures/a.png\", \"alts\": {}}]}",
            "{\"pictures\": [{\"name\": \"a\", \"file\": \"../secret.png\", \"alts\": {}}]}",
            "{\"pictures\": [{\"name\": \"a\", \"file\": \"pictures/../../a\", \"alts\": {}}]}",
            "{\"pictures\": [{\"name\": \"a\", \"file\": \"/etc/passwd\", \"alts\": {}}]}",
            "{\"pictures\": [{\"name\": \"a\", \"file\": \"pictures/..\", \"alts\": {}}]}",
            "{\"pictures\": [{\"name\": \"a\", \"file\": \"pictures/\", \"alts\": {}}]}",
        ]
    )
    func strays(_ json: String) {
        #expect(throws: ImportError.self) { try PictureFolder(json: Data(json.utf8)) }
    }
}
