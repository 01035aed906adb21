import Base
import Foundation
import Testing

@Suite struct IDTests {
    private enum Parcel: Identified { static let idPrefix = "par" }

    @Test func whatIsShownIsReadBack() throws {
        for number in 0..<500 {
            let id = ID<Parcel>(at: Instant(milliseconds: 1_795_000_000_000 + Int64(number)))
            #expect(id.description.hasPrefix("par_"))
            #expect(id.description.utf8.count == 30)
            #expect(ID<Parcel>(id.description) == id)
            #expect(ID<Parcel>("par_" + id.description.dropFirst(4).uppercased()) == id)
            #expect(ID<Parcel>(bytes: id.bytes) == id)
            #expect(id.bytes.count == 16)
        }
    }

    @Test func itIsAVersion7UUID() throws {
        let bytes = ID<Parcel>(at: Instant(milliseconds: 0x0123_4567_89AB)).bytes
        #expect(Array(bytes.prefix(6)) == [0x01, 0x23, 0x45, 0x67, 0x89, 0xAB])
        #expect(bytes[6] >> 4 == 7)
        #expect(bytes[8] >> 6 == 0b10)
    }

    @Test func laterOnesSortLaterInEveryForm() {
        let ids = (0..<50).map { ID<Parcel>(at: Instant(milliseconds: 1_795_000_000_000 + Int64($0) * 7)) }
        #expect(ids.sorted() == ids)
        #expect(ids.map(\.description).sorted() == ids.map(\.description))
    }

    @Test(arguments: [
        "", "par_", "par_00", "cnv_01jd2v6q3vf5sbk0m8h4zq7c9t", "par_81jd2v6q3vf5sbk0m8h4zq7c9t",
        "par_01jd2v6q3vf5sbk0m8h4zq7c9u", "par_01jd2v6q3vf5sbk0m8h4zq7c9t0", "par-01jd2v6q3vf5sbk0m8h4zq7c9t",
    ])
    func anythingElseIsRefused(_ text: String) {
        #expect(ID<Parcel>(text) == nil)
    }

    @Test func theDatabaseGivesSixteenBytesOrNothing() {
        #expect(ID<Parcel>(bytes: [UInt8](repeating: 1, count: 15)) == nil)
        #expect(ID<Parcel>(bytes: [UInt8](repeating: 1, count: 17)) == nil)
    }

    @Test func theWrongKindDoesNotDecode() throws {
        #expect(throws: DecodingError.self) {
            try JSONDecoder().decode(
                [ID<Parcel>].self,
                from: Data(#"["agt_01jd2v6q3vf5sbk0m8h4zq7c9t"]"#.utf8)
            )
        }
    }
}
