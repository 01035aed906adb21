package import Base
import Mail
package import People
import Storage

/// What customers do.
extension StepUps {
    /// Sends a code, the first or another one.
    ///
    /// Throws: ``StepUpError``.
    package func sendCode(
        _ id: ID<StepUp>,
        in place: ID<ConversationPlace>,
        for customer: Customer
    ) async throws -> StepUpView {
        let found = try await find(id, in: place, for: customer)
        switch found.stepUp.method {
        case .emailCode: return try await mailCode(found)
        case .smsCode: return try await textCode(found)
        case .totp, .identityLevel: throw StepUpError.nothingToSend
        }
    }

    /// Looks at a code that the customer typed.
    ///
    /// - `typed`: It goes to whoever can tell whether it is right, and nowhere else.
    ///
    /// Throws: ``StepUpError``.
    package func answer(
        _ id: ID<StepUp>,
        in place: ID<ConversationPlace>,
        with typed: Redacted<String>,
        for customer: Customer
    ) async throws -> StepUpView {
        let found = try await find(id, in: place, for: customer)
        guard found.stepUp.method != .identityLevel else {
            return try await check(found)
        }
        let code = try StepUpCode.read(typed)
        guard found.stepUp.method == .totp else { return try await compare(code, found) }
        _ = try await move(id, in: place, .answered)
        let isRight = try await asked(found) { accounts, account throws(AccountVerifierError) in
            try await accounts.isRight(totp: code, of: account, for: id)
        }
        return try await decide(found, isRight)
    }

    /// Asks the exchange whether it knows enough by now.
    private func check(_ found: Found) async throws -> StepUpView {
        _ = try await move(found.stepUp.id, in: found.stepUp.place, .answered)
        let level = found.stepUp.requiredLevel ?? ""
        let isEnough = try await asked(found) { accounts, account throws(AccountVerifierError) in
            try await accounts.hasLevel(level, account: account, for: found.stepUp.id)
        }
        guard isEnough else {
            // What the exchange has not verified yet is no wrong answer.
            _ = try await move(found.stepUp.id, in: found.stepUp.place, .notChecked)
            throw StepUpError.levelTooLow
        }
        return try await move(found.stepUp.id, in: found.stepUp.place, .wasRight)
    }

    private func decide(_ found: Found, _ isRight: Bool) async throws -> StepUpView {
        let view = try await move(found.stepUp.id, in: found.stepUp.place, isRight ? .wasRight : .wasWrong)
        guard isRight else { throw Self.wrong(view) }
        return view
    }

    /// One of our own codes: looked at and decided in one transaction, so that of two right answers one wins.
    private func compare(_ code: Redacted<String>, _ found: Found) async throws -> StepUpView {
        let now = clock.now
        let place = found.stepUp.place
        let (view, isRight) = try await stage.perform(in: place) { db in
            guard var kept = try StepUpSQL(db: db).held(found.stepUp.id, in: place) else {
                throw StepUpError.notFound
            }
            let customer = try audience(of: place, in: db).customer
            let identity = kept.code.identity(of: customer)
            // The hash goes when it is decided.
            let hash = kept.stepUp.codeHash ?? []
            _ = try kept.stepUp.apply(.answered, at: now, for: identity)
            let isRight = kept.code.isRight(code, hash)
            let effects = try kept.stepUp.apply(isRight ? .wasRight : .wasWrong, at: now, for: identity)
            let news = try perform(effects, on: kept.stepUp, by: nil, at: now, in: db)
            return ((StepUpView(kept, at: now, for: customer), isRight), news)
        }
        guard isRight else { throw Self.wrong(view) }
        return view
    }

    private static func wrong(_ view: StepUpView) -> StepUpError {
        view.attemptsLeft > 0 ? .wrong(attemptsLeft: view.attemptsLeft) : .over(.failed)
    }

    // MARK: Sending

    private func mailCode(_ found: Found) async throws -> StepUpView {
        guard let mailer else { throw StepUpError.methodUnavailable(.emailCode, available: methods) }
        let text = try await emailAddress(found)
        guard let address = text.flatMap({ MailAddress($0.exposed) }) else {
            throw StepUpError.notSetUp(.emailCode)
        }
        let now = clock.now
        let place = found.stepUp.place
        let code = randomCode()
        let letter = try letter(with: code, to: address, mark: try await mark(of: found), in: found.locale)
        return try await stage.perform(in: place) { db in
            var (kept, customer) = try sending(code, found.stepUp.id, in: place, at: now, db)
            let identity = kept.code.identity(of: customer)
            _ = try kept.stepUp.apply(.sent(to: address.masked), at: now, for: identity)
            let left = kept.stepUp.expiresAt - now
            try mailer.send(letter, for: "verification_code", within: left, in: db)
            try StepUpSQL(db: db).update(kept.stepUp)
            return (StepUpView(kept, at: now, for: customer), nil)
        }
    }

    /// What the customer finds in whatever is sent to them; nil where they chose nothing.
    private func mark(of found: Found) async throws -> String? {
        let customer = found.customer.id
        let code = try await database.read { db in try AntiPhishingCodes.code(of: customer, in: db) }
        return code?.line(in: found.locale, localisation)
    }

    /// What the exchange says now; what it signed when they came, where it says nothing of mail.
    private func emailAddress(_ found: Found) async throws -> Redacted<String>? {
        guard let accounts, accounts.methods.contains(.emailCode) else {
            return found.customer.profile.email.map { Redacted($0) }
        }
        do {
            return try await accounts.emailAddress(of: found.account, for: found.stepUp.id)
        } catch {
            throw error == .notSetUp ? StepUpError.notSetUp(.emailCode) : .cannotBeSent
        }
    }

    private func letter(
        with code: Redacted<String>,
        to address: MailAddress,
        mark: String?,
        in locale: LocaleCode
    ) throws -> Letter {
        // Not in the subject: that is what locked phones show and mail servers log.
        let values = ["brand": brand, "code": code.exposed, "minutes": Self.minutes]
        return try Letter(
            to: Mailbox(address),
            subject: localisation.text("step_up.mail.subject", in: locale, values),
            text: [localisation.text("step_up.mail.text", in: locale, values), mark].compactMap(\.self)
                .joined(separator: "\n\n"),
            locale: locale
        )
    }

    private func textCode(_ found: Found) async throws -> StepUpView {
        let now = clock.now
        let (id, place) = (found.stepUp.id, found.stepUp.place)
        let code = randomCode()
        _ = try await stage.perform(in: place) { db in
            let kept = try sending(code, id, in: place, at: now, db).kept
            try StepUpSQL(db: db).update(kept.stepUp)
            return (kept.stepUp.sends, nil)
        }
        let values = ["brand": brand, "code": code.exposed, "minutes": Self.minutes]
        let said = localisation.text("step_up.sms.text", in: found.locale, values)
        let text = Redacted([said, try await mark(of: found)].compactMap(\.self).joined(separator: "\n"))
        do {
            guard let accounts else { throw AccountVerifierError.unavailable }
            let target = try await accounts.sendText(text, in: found.locale, to: found.account, for: id)
            return try await move(id, in: place, .sent(to: target))
        } catch let error as AccountVerifierError {
            _ = try await move(id, in: place, .notSent)
            throw error == .notSetUp ? StepUpError.notSetUp(.smsCode) : .cannotBeSent
        }
    }

    /// A held step-up whose next code this is; not written yet.
    private func sending(
        _ code: Redacted<String>,
        _ id: ID<StepUp>,
        in place: ID<ConversationPlace>,
        at now: Instant,
        _ db: Connection
    ) throws -> (kept: StepUpSQL.Kept, customer: Customer) {
        let sql = StepUpSQL(db: db)
        guard var kept = try sql.held(id, in: place) else { throw StepUpError.notFound }
        let customer = try audience(of: place, in: db).customer
        guard try sql.usage(of: customer.id, since: now - Self.day).sends < Self.mostCodesADay else {
            throw StepUpError.tooManySends
        }
        let identity = kept.code.identity(of: customer)
        _ = try kept.stepUp.apply(.sending(codeHash: kept.code.hash(code)), at: now, for: identity)
        return (kept, customer)
    }

    private static var minutes: String { String(StepUp.patience.components.seconds / 60) }

    private func randomCode() -> Redacted<String> {
        var generator = SystemRandomNumberGenerator()
        return StepUpCode.random(using: &generator)
    }

    // MARK: Asking the exchange

    /// A step-up of a customer's, and what is needed to go on with it.
    private struct Found {
        let stepUp: StepUp
        let customer: Customer
        let account: String
        let locale: LocaleCode
    }

    private func find(
        _ id: ID<StepUp>,
        in place: ID<ConversationPlace>,
        for customer: Customer
    ) async throws -> Found {
        try await database.read { db in
            let audience = try own(place, of: customer, in: db)
            guard let kept = try StepUpSQL(db: db).find(id, in: place) else { throw StepUpError.notFound }
            guard let account = audience.customer.uid else { throw StepUpError.guest }
            return Found(
                stepUp: kept.stepUp,
                customer: audience.customer,
                account: account,
                locale: audience.locale
            )
        }
    }

    /// Asks the exchange something about an answer that was counted; it counts for nothing where nobody can tell.
    private func asked(
        _ found: Found,
        _ question: (any AccountVerifier, String) async throws(AccountVerifierError) -> Bool
    ) async throws -> Bool {
        do {
            guard let accounts else { throw AccountVerifierError.unavailable }
            return try await question(accounts, found.account)
        } catch {
            _ = try await move(found.stepUp.id, in: found.stepUp.place, .notChecked)
            switch error as? AccountVerifierError {
            case .notSetUp: throw StepUpError.notSetUp(found.stepUp.method)
            case .locked: throw StepUpError.accountLocked
            case .unavailable, nil: throw StepUpError.cannotBeChecked
            }
        }
    }
}
