import Base
@testable import Knowledge
import Testing
import Web

@Suite struct ContactListingTests {
    private static let german = LocaleCode(rawValue: "de") ?? .english
    private static let channels = [
        ContactChannel(.phone, "+44 20 7946 0958", region: "GB", languages: [.english], label: "Phone"),
        ContactChannel(.phone, "+1 202 555 0143", region: "US"),
        ContactChannel(.phone, "+49 30 23125 000", languages: [german], topics: ["fees"]),
        ContactChannel(.email, "help@a.example", label: "Tickets"),
        ContactChannel(.email, "@a.example"),
        ContactChannel(.email, "api@a.example", languages: [.english, .simplifiedChinese], topics: ["api"]),
        ContactChannel(.social, "@a", platform: "X", label: "News"),
    ]

    private func listing(
        _ filter: ContactFilter = ContactFilter(),
        of channels: [ContactChannel] = channels,
        locale: LocaleCode = .english
    ) throws -> ContactListing {
        let localisation = try Localisation(assets: [WebAssets.files, KnowledgeAssets.files])
        return ContactListing(channels, filter, localisation, locale)
    }

    private func values(_ listing: ContactListing) -> [String] {
        (listing.hotlines + listing.groups.flatMap(\.lines)).map(\.value)
    }

    @Test func hotlinesStandFirstWithTheirRegions() throws {
        let listing = try listing()
        // Who answers in another language than the reader's stands last.
        #expect(listing.hotlines.map(\.value) == ["+44 20 7946 0958", "+1 202 555 0143", "+49 30 23125 000"])
        #expect(listing.hotlines[0].url == "tel:+442079460958")
        #expect(listing.hotlines.map(\.region) == ["United Kingdom", "United States", ""])
        #expect(listing.groups.map(\.name) == ["Email", "Social media"])
        #expect(listing.groups[0].lines.map(\.url) == ["", "mailto:api@a.example", "mailto:help@a.example"])
        #expect(listing.groups[1].lines.map(\.detail) == ["X · News"])
        let chinese = try self.listing(locale: .simplifiedChinese)
        #expect(chinese.hotlines.map(\.region) == ["美国", "", "英国"])
    }

    @Test func aLineTellsItsLanguagesAndTopics() throws {
        let listing = try listing()
        #expect(listing.hotlines[0].detail == "Phone · English")
        #expect(listing.hotlines[2].detail == "German · Fees")
        #expect(listing.groups[0].lines[1].detail == "English · 简体中文 · API")
    }

    @Test func thereIsAFilterForWhatChannelsDifferBy() throws {
        let listing = try listing()
        #expect(listing.filters.map(\.name) == ["region", "language", "topic"])
        #expect(
            listing.filters.map { $0.choices.map(\.code) } == [
                ["GB", "US"], ["en", "de", "zh-CN"], ["api", "fees"],
            ]
        )
        let plain = try self.listing(of: [ContactChannel(.email, "a@a.example")])
        #expect(!plain.hasFilters)
        // A topic that is asked for is a choice as well; without channels for topics there is nothing to choose.
        let asked = try self.listing(ContactFilter(topic: "trading"))
        #expect(asked.filters[2].choices.filter(\.current).map(\.code) == ["trading"])
        #expect(
            try !self.listing(ContactFilter(topic: "trading"), of: [ContactChannel(.email, "a@a.example")])
                .isFiltered
        )
    }

    @Test(arguments: [
        (
            ContactFilter(region: "US"),
            ["+1 202 555 0143", "+49 30 23125 000", "@a.example", "api@a.example", "help@a.example", "@a"]
        ),
        (
            ContactFilter(language: .simplifiedChinese),
            ["+1 202 555 0143", "@a.example", "api@a.example", "help@a.example", "@a"]
        ),
        (
            ContactFilter(topic: "fees"),
            ["+44 20 7946 0958", "+1 202 555 0143", "+49 30 23125 000", "@a.example", "help@a.example", "@a"]
        ),
        (
            ContactFilter(topic: "trading"),
            ["+44 20 7946 0958", "+1 202 555 0143", "@a.example", "help@a.example", "@a"]
        ),
        (
            ContactFilter(region: "GB", language: german, topic: "fees"),
            ["+49 30 23125 000", "@a.example", "help@a.example", "@a"]
        ),
    ])
    func whoIsMeantHasTheirOwnAndThoseForAll(_ filter: ContactFilter, _ shown: [String]) throws {
        let listing = try listing(filter)
        #expect(values(listing) == shown)
        #expect(listing.isFiltered)
        #expect(!listing.isNothingLeft)
    }

    @Test func whereNothingFitsThatIsSaid() throws {
        let listing = try listing(
            ContactFilter(topic: "trading"),
            of: [ContactChannel(.email, "a@a.example", topics: ["api"])]
        )
        #expect(listing.isNothingLeft)
        #expect(values(listing).isEmpty)
    }

    @Test("what no channel names shows all", arguments: ["FR", "", "<x>"])
    func unknown(_ region: String) throws {
        let listing = try listing(ContactFilter(region: region, language: LocaleCode(rawValue: "fr")))
        #expect(!listing.isFiltered)
        #expect(values(listing).count == Self.channels.count)
    }
}
