import Base
@testable import Knowledge
import Testing

@Suite struct ContactListingTests {
    private static let channels = [
        ContactChannel(.phone, "+44 20 7946 0958", platform: nil, region: "GB", label: "Phone"),
        ContactChannel(.phone, "+1 202 555 0143", platform: nil, region: "US", label: nil),
        ContactChannel(.email, "help@a.example", platform: nil, region: nil, label: "Tickets"),
        ContactChannel(.email, "@a.example", platform: nil, region: nil, label: nil),
        ContactChannel(.social, "@a", platform: "X", region: nil, label: "News"),
    ]

    private func listing(_ region: String?, locale: LocaleCode = .english) throws -> ContactListing {
        let localisation = try Localisation(assets: [KnowledgeAssets.files])
        return ContactListing(Self.channels, region: region, localisation, locale)
    }

    @Test func hotlinesStandFirstWithTheirRegions() throws {
        let listing = try listing(nil)
        #expect(listing.hotlines.map(\.value) == ["+44 20 7946 0958", "+1 202 555 0143"])
        #expect(listing.hotlines.map(\.url) == ["tel:+442079460958", "tel:+12025550143"])
        #expect(listing.hotlines.map(\.region) == ["United Kingdom", "United States"])
        #expect(listing.regions.map(\.code) == ["GB", "US"])
        #expect(listing.groups.map(\.name) == ["Email", "Social media"])
        #expect(listing.groups[0].lines.map(\.url) == ["", "mailto:help@a.example"])
        #expect(listing.groups[1].lines.map(\.detail) == ["X · News"])
        #expect(try self.listing(nil, locale: .simplifiedChinese).hotlines.map(\.region).contains("美国"))
    }

    @Test func aRegionHasItsOwnAndThoseForEverywhere() throws {
        let listing = try listing("US")
        #expect(listing.isFiltered)
        #expect(listing.regions.filter(\.current).map(\.code) == ["US"])
        #expect(listing.hotlines.map(\.region) == ["United States"])
        #expect(listing.groups.map(\.lines.count) == [2, 1])
    }

    @Test("a region that nothing is meant for shows all", arguments: ["FR", "", "<x>"])
    func unknown(_ region: String) throws {
        let listing = try listing(region)
        #expect(!listing.isFiltered)
        #expect(listing.hotlines.count == 2)
    }
}
