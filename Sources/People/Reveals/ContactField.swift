package import Base
package import Safeguard

/// Something by which a customer can be reached or recognised: agents see it masked until they say why they need it.
package struct ContactField: Sendable, Hashable {
    /// `email`, `uid`, or `attributes.` and what the exchange calls it.
    package let name: String
    package let kind: ContactMask.Kind
    let value: String
}

/// What agents see of how a customer is reached.
package struct ShownContact: Sendable, Hashable {
    package var uid: String?
    package var email: String?
    package var attributes: [String: String]
    /// The names of what is masked in it, sorted.
    package var masked: [String]
}

extension Customer {
    /// What of this customer is masked, by name.
    var contactFields: [ContactField] {
        var fields: [ContactField] = []
        func add(_ name: String, _ value: String?, _ kind: (String) -> ContactMask.Kind?) {
            guard let value, let kind = kind(value) else { return }
            fields.append(ContactField(name: name, kind: kind, value: value))
        }
        add("email", profile.email) { _ in .email }
        // Some exchanges know their users by their addresses.
        add("uid", uid) { ContactMask.kind(of: $0) }
        for (name, value) in profile.attributes {
            add("attributes.\(name)", value) { ContactMask.kind(of: $0, named: name) }
        }
        return fields.sorted { $0.name < $1.name }
    }

    /// How the exchange knows and reaches this customer: its own id, their name and e-mail address, and every attribute by which
    /// they are reached or recognised (phones, addresses, documents), always in the same order.
    ///
    /// As they are, to be hashed and compared.
    package var particulars: Redacted<[String?]> {
        Redacted(
            [uid, profile.name, profile.email] + contactFields.flatMap { [$0.name, $0.value] as [String?] }
        )
    }

    /// What everybody at the desk sees.
    package var shownContact: ShownContact {
        let hidden = Dictionary(
            contactFields.map { ($0.name, ContactMask.masked($0.value, $0.kind)) }
        ) { first, _ in first }
        return ShownContact(
            uid: hidden["uid"] ?? uid,
            email: hidden["email"],
            attributes: Dictionary(
                uniqueKeysWithValues: profile.attributes.map { name, value in
                    (name, hidden["attributes.\(name)"] ?? value)
                }
            ),
            masked: hidden.keys.sorted()
        )
    }
}
