import Base
@testable import People
import Testing

/// What a report of an erasure says is said in words, and its codes stay.
@Suite struct ErasureKindsTests {
    @Test("every kind and every reason has words in every language of the release")
    func words() throws {
        let localisation = try Localisation(assets: [PeopleAssets.files])
        let keys =
            Erasure.Erased.allCases.map { "privacy.kind.\($0.rawValue)" }
            + Erasure.Kept.allCases.map { "privacy.kind.\($0.rawValue)" }
            + Erasure.KeptReason.allCases.map { "privacy.why.\($0.rawValue)" }
        #expect(localisation.locales.count == 4)
        for locale in localisation.locales {
            let texts = localisation.all(in: locale)
            #expect(keys.filter { texts[$0] == nil } == [], "\(locale)")
        }
    }

    @Test("every reason is somebody's, and the codes are those of stored reports")
    func codes() {
        #expect(Set(Erasure.Kept.allCases.map(\.reason)) == Set(Erasure.KeptReason.allCases))
        var report = Erasure.Report()
        report.add(ErasureStep(erased: [.files: 2, .messages: 1], kept: [.articleVotes: 1], isDone: false))
        report.add(
            ErasureStep(erased: [.files: 1], kept: [.articleVotes: 3, .auditEntries: 2], isDone: true)
        )
        #expect(report.erased == ["files": 3, "messages": 1])
        #expect(report.kept == ["article_votes": 3, "audit_entries": 2])
    }
}
