import Base
import Testing

@Suite("Regions")
struct RegionTests {
    @Test(
        "a region is what ISO 3166-1 gives two letters to, in either case",
        arguments: [
            ("HK", "HK"), ("hk", "HK"), ("Gb", "GB"), ("UK", nil), ("EU", nil), ("XK", nil), ("ZZ", nil),
            ("", nil),
            ("H", nil), ("HKG", nil), ("344", nil), (" HK", nil), ("ß", nil), ("ſg", nil), ("ＨＫ", nil),
        ] as [(String, String?)]
    )
    func codes(_ text: String, _ code: String?) {
        #expect(Region(text)?.rawValue == code)
    }

    @Test("every one has a name in every language")
    func names() throws {
        #expect(Region.all.count == 249)
        for tag in ["en", "zh-CN", "zh-TW", "ja"] {
            let locale = try #require(LocaleCode(rawValue: tag))
            let names = Region.all.map { $0.name(in: locale) }
            #expect(Set(names).count == 249)
            #expect(!zip(Region.all, names).contains { $0.rawValue == $1 })
        }
    }
}
