import Foundation
@testable import Server
import Storage
import Testing

/// Every table is known to hold something of customers or nothing: a new one is judged before it is forgotten.
@Suite struct PersonalTablesTests {
    /// Given out and erased by a room's personal records.
    private static let personal: Set = [
        "customer", "customer_session", "customer_change", "conversation", "message", "note", "draft",
        "attachment",
        "conversation_field", "conversation_visit", "missed_reply", "message_index", "assistant_memory",
        "step_up",
        "anti_phishing_code", "badge_challenge", "phishing_sighting", "article_feedback", "data_key",
        "announcement_subscription",
    ]

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
        let created = Self.tables(
            in: Wiring.assets.values.flatMap { $0 }.filter { $0.key.hasSuffix(".sql") }.map(\.value)
        )
        let known = Self.personal.union(Self.kept).union(Self.others)
        #expect(
            created.subtracting(known) == [],
            "say in docs/privacy.md and a room's personal records what it holds"
        )
        #expect(known.subtracting(created) == [], "no such table")
        #expect(created.count > 60)
    }

    private static func tables(in scripts: [String]) -> Set<String> {
        Set(
            scripts.flatMap { script in
                script.matches(of: /CREATE TABLE (\w+)/).map { String($0.output.1) }
            }
        )
    }
}
