import Base
import Foundation
import Testing
@testable import Web

@Suite struct PageMetadataTests {
    private let chinese = LocaleCode.simplifiedChinese

    @Test func aPageHasAnAddressInEachLanguage() throws {
        let site = try #require(SiteOrigin("https://help.example"))
        let metadata = PageMetadata("/help/fees", in: chinese, of: [.english, chinese], description: "")
        let members = try #require(try metadata.members(title: "费用", site: site)["site"] as? [String: Any])
        #expect(members["url"] as? String == "https://help.example/help/fees?lang=zh-CN")
        #expect(members["locale"] as? String == "zh_CN")
        #expect(members["other_locales"] as? [String] == ["en"])
        let alternates = try #require(members["alternates"] as? [[String: String]])
        #expect(
            alternates.map { [$0["code"], $0["url"]] } == [
                ["en", "https://help.example/help/fees?lang=en"],
                ["zh-CN", "https://help.example/help/fees?lang=zh-CN"],
                ["x-default", "https://help.example/help/fees"],
            ]
        )
    }

    @Test("a text in a language that no address asks for has one address")
    func unaddressed() throws {
        let site = try #require(SiteOrigin("https://help.example"))
        let french = try #require(LocaleCode(rawValue: "fr"))
        let metadata = PageMetadata("/help/fees", in: french, of: [], description: "")
        let members = try #require(try metadata.members(title: "Frais", site: site)["site"] as? [String: Any])
        #expect(members["url"] as? String == "https://help.example/help/fees")
        #expect((members["alternates"] as? [[String: String]])?.isEmpty == true)
    }

    @Test("an installation that does not know where it is reached says nothing that needs it")
    func withoutSite() throws {
        let metadata = PageMetadata("/", in: .english, of: [.english], description: "Help.")
        let members = try metadata.members(title: "Help", site: nil)
        #expect(members["site"] == nil)
        #expect(members["description"] as? String == "Help.")
    }

    @Test(
        "nothing in a text ends the element that data stands in",
        arguments: [
            "</script><script>alert(1)</script>", "<!--<script>", "]]>", "&lt;/script&gt;", "</SCRIPT\n>",
        ]
    )
    func staysInside(_ text: String) throws {
        let json = try PageMetadata.json(.object([text: .list([.text(text)])]))
        #expect(!json.contains { "<>&".contains($0) })
        let read = try JSONDecoder().decode(JSONValue.self, from: Data(json.utf8))
        #expect(read == .object([text: .list([.text(text)])]))
    }
}
