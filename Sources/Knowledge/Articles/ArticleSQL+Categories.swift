import Base
import Storage

/// The statements about categories.
extension ArticleSQL {
    /// The shelves in their order.
    func categories() throws(DatabaseError) -> [Category] {
        let names = Dictionary(
            grouping: try db.all(
                CategoryNameRow.self,
                "SELECT category_slug, locale, name, description FROM category_translation"
            ),
            by: \.category
        )
        return try db.all(CategoryRow.self, "SELECT slug, icon FROM category ORDER BY position, slug").map {
            row in
            let own = (names[row.slug] ?? []).map { ($0.locale, $0.name) }
            return Category(slug: row.slug, icon: row.icon, names: Dictionary(own) { first, _ in first })
        }
    }

    func upsert(_ category: Category, position: Int) throws(DatabaseError) {
        try db.run(
            """
            INSERT INTO category (slug, icon, position) VALUES (\(category.slug), \(category.icon), \(position))
            ON CONFLICT (slug) DO UPDATE SET icon = excluded.icon, position = excluded.position
            """
        )
        for (locale, name) in category.names {
            try db.run(
                """
                INSERT INTO category_translation (category_slug, locale, name, description)
                VALUES (\(category.slug), \(locale), \(name.name), \(name.description))
                ON CONFLICT (category_slug, locale) DO UPDATE SET name = excluded.name,
                    description = excluded.description
                """
            )
        }
    }

    /// Makes sure that a category exists; an existing one is left as it is.
    func ensureCategory(_ slug: Slug) throws(DatabaseError) {
        try db.run(
            """
            INSERT INTO category (slug, icon, position) VALUES (\(slug), 'article', 1000) ON CONFLICT (slug) DO NOTHING
            """
        )
    }
}
