import Base
@testable import Knowledge
import People
import Testing

@Suite("Audiences")
struct AudienceTests {
    private typealias Some = SomeAudiences

    @Test("each sees what is for them, and of what is limited that whose limits they meet")
    func table() {
        let sees = Some.readers.map { reader in Some.audiences.map { reader.sees($0.audience) } }
        #expect(
            sees == [
                // everybody, signed in, vip1, HK, vip1 or vip2 in HK or SG, staff
                [true, false, false, false, false, false],
                [true, true, false, false, false, false],
                [true, true, true, false, false, false],
                [true, true, false, false, false, false],
                [true, true, false, true, false, false],
                [true, true, true, true, true, false],
                [true, true, false, false, true, false],
                [true, true, false, false, false, false],
                [true, true, true, true, true, true],
            ]
        )
    }

    @Test("a guest is nobody whatever is said of them, and neither is somebody unknown")
    func guests() {
        let profile = Customer.Profile(locale: .english, tier: "vip1", attributes: ["region": "HK"])
        let guest = Customer(
            id: ID(at: SmallHelpCentre.now),
            uid: nil,
            profile: profile,
            createdAt: SmallHelpCentre.now
        )
        #expect(Reader(guest) == .everybody)
        #expect(Reader(nil) == .everybody)
    }

    @Test("one is within another if all who may read it may read that")
    func within() {
        let audiences = Some.audiences.map(\.audience) + [.signedIn(Some.limits(["vip1", "vip2"]))]
        #expect(
            audiences.map { own in audiences.map { own.isWithin($0) } } == [
                [true, false, false, false, false, false, false],
                [true, true, false, false, false, false, false],
                [true, true, true, false, false, false, true],
                [true, true, false, true, false, false, false],
                [true, true, false, false, true, false, true],
                [true, true, true, true, true, true, true],
                [true, true, false, false, false, false, true],
            ]
        )
        // The same as asking everybody who is in one.
        for own in audiences {
            for other in audiences where own.isWithin(other) {
                let kept = Some.readers.filter { $0.sees(own) && !$0.sees(other) }
                #expect(kept.isEmpty)
            }
        }
    }

    @Test("limits are for signed-in customers alone, each name once and in order")
    func limits() {
        #expect(Audience(.everybody, Some.vip1) == nil)
        #expect(Audience(.staff, Some.hongKong) == nil)
        #expect(Audience(.signedIn, Some.both) == .signedIn(Some.both))
        #expect(Audience(.staff) == .staff)
        let twice = Some.limits(["vip2", "VIP1", "vip1"], ["SG", "HK", "SG"])
        #expect(twice == Some.both && twice.tiers.map(\.rawValue) == ["vip1", "vip2"])
        #expect(Audience.Limits.none.areMet(tier: nil, region: nil))
    }

    @Test("customers are told apart by the limits of articles that they meet, and by nothing else")
    func readerships() {
        let limits = [Some.vip1, Some.hongKong, Some.both]
        let told = Some.readers.map { Readership($0, among: limits) }
        #expect(told[1] == told[3] && told[1] == told[7] && told[1] == .customers())
        #expect(told[2] == .customers(meeting: [Some.vip1]))
        #expect(told[5] == .customers(meeting: Set(limits)))
        #expect(Set(told).count == 7)
        for (reader, readership) in zip(Some.readers, told) {
            for (audience, _) in Some.audiences {
                #expect(readership.sees(audience) == reader.sees(audience))
            }
            // Limits that came later open nothing to a whole readership.
            #expect(!readership.sees(.signedIn(Some.limits(["vip3"]))) || reader == .staff)
        }
    }
}
