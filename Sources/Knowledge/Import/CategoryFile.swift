import Base
import Foundation

/// The shelves of a folder in a file of their own, in their order.
package struct CategoryFile {
    /// Where it stands in the folder.
    package static let name = "categories.json"

    let categories: [Category]

    init(_ categories: [Category]) {
        self.categories = categories
    }

    /// As it stands in the file, the same for the same shelves.
    var text: String {
        get throws {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
            return String(decoding: try encoder.encode(self), as: UTF8.self) + "\n"
        }
    }

    private struct Key: CodingKey {
        static let categories = Key("categories")
        static let slug = Key("slug")
        static let icon = Key("icon")

        let stringValue: String
        var intValue: Int? { nil }

        init(_ text: String) {
            self.stringValue = text
        }

        init?(stringValue: String) {
            self.init(stringValue)
        }

        init?(intValue: Int) {
            nil
        }
    }

    /// A shelf with a key for each language that it has a name in.
    private struct Entry: Codable {
        let category: Category

        init(_ category: Category) {
            self.category = category
        }

        init(from decoder: any Decoder) throws {
            let container = try decoder.container(keyedBy: Key.self)
            var names: [LocaleCode: Category.Name] = [:]
            for key in container.allKeys
            where ![Key.slug.stringValue, Key.icon.stringValue].contains(key.stringValue) {
                guard let locale = LocaleCode(rawValue: key.stringValue) else { continue }
                names[locale] = try container.decode(Category.Name.self, forKey: key)
            }
            category = Category(
                slug: try container.decode(Slug.self, forKey: .slug),
                icon: try container.decode(String.self, forKey: .icon),
                names: names
            )
        }

        func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: Key.self)
            try container.encode(category.slug, forKey: .slug)
            try container.encode(category.icon, forKey: .icon)
            for (locale, name) in category.names { try container.encode(name, forKey: Key(locale.rawValue)) }
        }
    }
}

extension CategoryFile: Codable {
    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Key.self)
        categories = try container.decode([Entry].self, forKey: .categories).map(\.category)
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        try container.encode(categories.map(Entry.init), forKey: .categories)
    }
}
