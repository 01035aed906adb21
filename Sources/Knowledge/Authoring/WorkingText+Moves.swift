import Base
import Foundation
import People

extension WorkingText {
    /// A language that is begun.
    static func begun(
        _ locale: LocaleCode,
        _ text: ArticleText,
        sourceVersion: Int?,
        by agent: Agent,
        at now: Instant
    ) -> WorkingText {
        WorkingText(
            locale: locale,
            text: text,
            stage: .draft,
            revision: 1,
            liveVersion: nil,
            sourceVersion: sourceVersion,
            editor: agent.id,
            editorName: agent.name,
            editedAt: now,
            publishAt: nil,
            publisher: nil,
            publishNote: ""
        )
    }

    /// What an import published, or left to be looked at.
    static func imported(
        _ text: ArticleText,
        _ locale: LocaleCode,
        after before: WorkingText?,
        stage: TranslationStage = .published,
        version: Int?,
        at now: Instant
    ) -> WorkingText {
        WorkingText(
            locale: locale,
            text: text,
            stage: stage,
            revision: (before?.revision ?? 0) + 1,
            liveVersion: version,
            sourceVersion: nil,
            editor: nil,
            editorName: nil,
            editedAt: now,
            publishAt: nil,
            publisher: nil,
            publishNote: ""
        )
    }

    /// Refuses who started from another revision, and tells them what there is now.
    func expect(_ revision: Int) throws {
        guard revision == self.revision else {
            let current = String(
                decoding: try WireJSON.encode(WorkingTextView(self, isOutOfDate: false)),
                as: UTF8.self
            )
            throw AuthoringError.changedMeanwhile(current: current)
        }
    }

    /// The text after an event, off any time that it waited for.
    func moved(by event: TranslationStage.Event) throws(AuthoringError) -> WorkingText {
        copy(stage: try stage.after(event, isLive: liveVersion != nil))
    }

    func edited(to text: ArticleText, by agent: Agent, at now: Instant) throws(AuthoringError) -> WorkingText
    {
        let stage = try stage.after(.edit, isLive: liveVersion != nil)
        return copy(text: text, stage: stage, editor: (agent.id, agent.name, now))
    }

    func scheduled(at time: Instant, note: String, by agent: Agent) throws(AuthoringError) -> WorkingText {
        let stage = try stage.after(.schedule, isLive: liveVersion != nil)
        return copy(stage: stage, schedule: (time, agent.id, note))
    }

    func with(_ text: ArticleText) -> WorkingText {
        copy(text: text, revision: revision)
    }

    func made(from version: Int) -> WorkingText {
        copy(revision: revision, sourceVersion: version)
    }

    func live(_ version: Int?) -> WorkingText {
        WorkingText(
            locale: locale,
            text: text,
            stage: stage,
            revision: revision,
            liveVersion: version,
            sourceVersion: sourceVersion,
            editor: editor,
            editorName: editorName,
            editedAt: editedAt,
            publishAt: publishAt,
            publisher: publisher,
            publishNote: publishNote
        )
    }

    private func copy(
        text: ArticleText? = nil,
        stage: TranslationStage? = nil,
        revision: Int? = nil,
        sourceVersion: Int? = nil,
        editor: (ID<Agent>, String, Instant)? = nil,
        schedule: (Instant, ID<Agent>, String)? = nil
    ) -> WorkingText {
        WorkingText(
            locale: locale,
            text: text ?? self.text,
            stage: stage ?? self.stage,
            revision: revision ?? self.revision + 1,
            liveVersion: liveVersion,
            sourceVersion: sourceVersion ?? self.sourceVersion,
            editor: editor?.0 ?? self.editor,
            editorName: editor?.1 ?? self.editorName,
            editedAt: editor?.2 ?? editedAt,
            publishAt: schedule?.0,
            publisher: schedule?.1,
            publishNote: schedule?.2 ?? ""
        )
    }
}
