package import Base
package import Mail
package import Storage
package import Web

/// Tells agents by mail that somebody signed in as they have not done before, or changed how they sign in (NIST SP 800-63B
/// section 4.6).
///
/// It is written in the transaction of what it tells, so that neither is without the other. It holds neither a code nor a
/// link that signs anybody in.
package struct SignInLetters: Sendable {
    /// Nobody reads later that it was not them.
    private static let validity = Duration.seconds(2 * 86_400)

    private let mailer: Mailer
    private let brand: String
    private let localisation: Localisation
    private let site: SiteOrigin?

    /// - Parameters:
    ///   - mailer: What sends them.
    ///   - brand: Who writes.
    ///   - localisation: The words.
    ///   - site: Where agents reach the desk; nil names the page only. It is never taken from the request: whoever signs
    ///     in would choose where the link leads.
    package init(_ mailer: Mailer, brand: String, localisation: Localisation, site: SiteOrigin?) {
        self.mailer = mailer
        self.brand = brand
        self.localisation = localisation
        self.site = site
    }

    /// Writes one, where the device or the network is new to somebody who has signed in before.
    ///
    /// - `db`: The transaction of the sign-in, which is not in the history yet.
    func tell(
        _ agent: Agent,
        of method: SignInMethod,
        from origin: SignInOrigin,
        at now: Instant,
        in db: Connection
    ) throws {
        let before = try SignInRecordSQL(db: db).entries(of: agent.id)
        guard !before.isEmpty, !Self.isKnown(origin, among: before),
            let address = MailAddress(agent.email)
        else { return }
        let locale = Agents.language(before) ?? origin.locale ?? .english
        func text(_ key: String, _ values: [String: String] = [:]) -> String {
            localisation.text(key, in: locale, values)
        }
        let device = origin.device
        let names = [device.browser, device.platform].filter { !$0.isEmpty }
        let values = [
            "time": now.text(in: locale), "address": origin.address ?? text("sign_in_letter.address_unknown"),
            "device": names.count == 2
                ? text("security.device.on", ["browser": device.browser, "platform": device.platform])
                : names.first ?? text("security.device.unknown"),
            "method": text("security.method.\(method.rawValue)"),
        ]
        try send("sign_in_letter", values, to: address, of: agent, in: locale, for: "new_sign_in", db)
    }

    /// Writes that somebody's password, second factor, recovery codes or passkeys changed.
    ///
    /// - `action`: What was done.
    /// - `actor`: Who did it.
    /// - `db`: The transaction of the change.
    func tell(
        _ agent: Agent,
        of action: AuditAction,
        by actor: AuditActor,
        at now: Instant,
        in db: Connection
    ) throws {
        guard let address = MailAddress(agent.email) else { return }
        let locale = try Agents.language(of: agent.id, in: db) ?? .english
        let isOwn = actor.kind == .agent && actor.id == agent.id.description
        let values = [
            "what": localisation.text("change_letter.what.\(action.rawValue)", in: locale),
            "time": now.text(in: locale),
            "who": localisation.text("change_letter.by_\(isOwn ? "you" : "others")", in: locale),
        ]
        try send("change_letter", values, to: address, of: agent, in: locale, for: "sign_in_change", db)
    }

    private func send(
        _ words: String,
        _ values: [String: String],
        to address: MailAddress,
        of agent: Agent,
        in locale: LocaleCode,
        for purpose: String,
        _ db: Connection
    ) throws {
        let page = site.map { "\($0)/desk/security" } ?? localisation.text("sign_in_letter.page", in: locale)
        let all = values.merging(["brand": brand, "name": agent.name, "page": page]) { own, _ in own }
        let letter = try Letter(
            to: Mailbox(address, name: agent.name),
            subject: localisation.text("\(words).subject", in: locale, all),
            text: localisation.text("\(words).text", in: locale, all),
            locale: locale
        )
        try mailer.send(letter, for: purpose, within: Self.validity, in: db)
    }

    /// Whether somebody has come with such a device, and from such a network; addresses change within one.
    static func isKnown(_ origin: SignInOrigin, among before: [SignInEntry]) -> Bool {
        let network = origin.address.flatMap(AddressRange.neighbourhood)
        let isNetworkKnown =
            network.map { network in
                before.contains { $0.address.flatMap(AddressRange.neighbourhood) == network }
            } ?? true
        return isNetworkKnown && before.contains { $0.device == origin.device }
    }
}

extension Agents {
    /// The language in which somebody signed in last; nil where nobody knows.
    package static func language(of agent: ID<Agent>, in db: Connection) throws(DatabaseError) -> LocaleCode?
    {
        language(try SignInRecordSQL(db: db).entries(of: agent))
    }

    /// Rather than that of whoever it was now.
    fileprivate static func language(_ before: [SignInEntry]) -> LocaleCode? {
        before.lazy.compactMap(\.locale).first
    }
}
