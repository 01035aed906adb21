import Foundation
@testable import Server
import Storage
import Testing

/// Every table is known to hold something of customers or nothing: a new one is judged before it is forgotten.
@Suite struct PersonalTablesTests {
    /// Erased by a room's personal records, and given out in a document of the archive.
    private static let givenOut: Set = [
        "customer", "customer_session", "customer_change", "conversation", "message", "note",
        "attachment", "conversation_field", "conversation_visit", "step_up", "anti_phishing_code",
        "badge_challenge", "phishing_sighting", "article_feedback", "announcement_subscription",
    ]

    /// Erased as well, and not given out: docs/privacy.md says why.
    private static let notGivenOut: Set = [
        // What an agent has not said yet.
        "draft",
        // Nothing that the messages, which are given out, do not say.
        "assistant_memory", "message_index", "missed_reply",
        // What the others are sealed with.
        "data_key",
    ]

    private static let personal = givenOut.union(notGivenOut)

    /// Of customers by their number alone, or for moments: docs/privacy.md says why it stays.
    private static let kept: Set = [
        // Gone by themselves within minutes or a day; letters are sealed.
        "identity_token_use", "puzzle_use", "job", "outbox_event", "letter", "article_feedback_request",
        // Numbers of conversations.
        "conversation_tag", "conversation_link", "mention", "follower", "message_index_state",
        "message_index_progress", "message_index_change", "silent_listening",
        // Who looked at whom, by number, and what waits for a second person.
        "contact_reveal", "contact_grant", "approval",
        // What others are warned of; it goes when it shows no fake.
        "phishing_picture",
        // The proof.
        "erasure", "audit_pending", "audit_entry", "audit_head",
    ]

    /// Nothing of customers.
    private static let others: Set = [
        "agent", "agent_load", "agent_openid", "agent_passkey", "agent_presence", "agent_provisioning",
        "agent_recovery_code", "agent_second_factor", "agent_session", "agent_sign_in", "announcement",
        "announcement_delivery", "announcement_telling", "announcement_translation", "announcement_update",
        "announcement_webhook", "api_change", "api_version",
        "approval_rule",
        "article", "article_comment", "article_link", "article_link_reading", "article_slug", "article_text",
        "article_translation",
        "article_version",
        // Without who asked: hashes that differ from question to question, and nothing that leads to somebody.
        "asked_question", "question_click", "question_follow", "question_reader",
        "article_view_day", "category", "category_translation",
        "custom_field",
        // Counts, and words of which three customers used each: docs/privacy.md says why they are nobody's.
        "faq_candidate", "faq_dismissal", "faq_round",
        "inbox_count", "macro", "macro_text", "message_index_key", "message_template", "official_channel",
        "openid_attempt", "openid_provider", "outside_link", "passkey_challenge", "phishing_report",
        "picture",
        "picture_file",
        "provisioning_token",
        "queue",
        "queue_hour", "review_letter", "review_reminder", "saved_filter", "sign_in_policy", "snippet",
        "snippet_version", "tag", "team",
        "team_member", "verification_rule", "video", "video_file", "video_part",
    ]

    @Test func everyTableIsJudged() throws {
        let created = Self.tables(in: Self.scripts)
        let known = Self.personal.union(Self.kept).union(Self.others)
        #expect(
            created.subtracting(known) == [],
            "say in docs/privacy.md and a room's personal records what it holds"
        )
        #expect(known.subtracting(created) == [], "no such table")
        #expect(created.count > 60)
    }

    /// By what a row names a customer or something of theirs; more than one table has an agent's `owner`.
    private static let ownerColumns: Set = [
        "customer_id", "conversation_id", "customer", "conversation", "uploader", "reader", "subject_id",
        "uid",
    ]

    @Test("a table that names a customer or a conversation holds something of customers")
    func whoIsNamedIsKnown() throws {
        let columns = Self.columns(in: Self.scripts)
        let naming = columns.filter { !$0.value.isDisjoint(with: Self.ownerColumns) }.keys
        #expect(naming.count > 20)
        #expect(
            Set(naming).subtracting(Self.personal).subtracting(Self.kept).subtracting(["question_reader"])
                == []
        )
    }

    private static var scripts: [String] {
        Wiring.assets.values.flatMap { $0 }.filter { $0.key.hasSuffix(".sql") }.map(\.value)
    }

    private static func tables(in scripts: [String]) -> Set<String> {
        Set(columns(in: scripts).keys)
    }

    /// The columns of every table, by the scripts that make and change it.
    private static func columns(in scripts: [String]) -> [String: Set<String>] {
        var columns: [String: Set<String>] = [:]
        for script in scripts {
            for table in script.matches(of: /CREATE TABLE (\w+) \(\n((?:    .*\n)*)\)/) {
                let lines = table.output.2.split(separator: "\n")
                let names = lines.compactMap { $0.firstMatch(of: /^    (\w+) \{/)?.output.1 }
                columns[String(table.output.1), default: []].formUnion(names.map(String.init))
            }
            for added in script.matches(of: /ALTER TABLE (\w+) ADD COLUMN (\w+)/) {
                columns[String(added.output.1), default: []].insert(String(added.output.2))
            }
        }
        return columns
    }
}
