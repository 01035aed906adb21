import Base
@testable import Conversations
import Foundation
import People
import Storage
import Testing
import TestSupport

/// The lists that agents have put together, on both engines.
@Suite struct SavedFiltersTests {
    @Test("a private one is its owner's, a shared one is everybody's to use", arguments: TestDatabase.engines)
    func sharing(_ engine: Engine) async throws {
        try await Scenario.with(engine) { scenario in
            let ada = try await scenario.agent("Ada", presence: .away)
            let bo = try await scenario.agent("Bo", presence: .away)
            let sue = try await scenario.agent("Sue", role: .supervisor, presence: .away)
            let filters = SavedFilters(scenario.database, clock: scenario.clock)
            let vip = SavedFilter.Filter(
                view: .unassigned,
                topic: "security",
                tag: Conversations.Tag(rawValue: "vip")
            )
            let own = try await filters.create("A mine", vip, isShared: false, by: ada)
            let shared = try await filters.create("B all", vip, isShared: true, by: ada)

            #expect(try await filters.all(for: ada.id) == [own, shared])
            #expect(try await filters.all(for: bo.id) == [shared])
            for id in [own.id, shared.id] {
                await #expect(throws: SavedFilterError.notFound(id)) { try await filters.delete(id, by: bo) }
            }
            let changed = try await filters.change(
                shared.id,
                "B everything",
                .init(),
                isShared: true,
                by: sue
            )
            #expect(changed.owner == ada.id)
            await #expect(throws: SavedFilterError.notFound(own.id)) {
                try await filters.delete(own.id, by: sue)
            }
            try await filters.delete(own.id, by: ada)
            #expect(try await filters.all(for: ada.id) == [changed])
            await #expect(throws: SavedFilterError.self) {
                _ = try await filters.create(" ", .init(), isShared: false, by: ada)
            }
        }
    }
}
