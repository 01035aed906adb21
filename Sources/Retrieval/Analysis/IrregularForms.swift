/// English verbs and nouns whose forms no ending tells: `lost` is a form of `lose`.
///
/// Conversations are searched without it: what is stored of them was made from stems alone.
enum IrregularForms {
    /// The form that a stem is made from; any other word as it is.
    static func regular(_ word: String) -> String { bases[word] ?? word }

    /// The word as it is compared in questions and articles.
    static func stem(_ word: String) -> String { EnglishStemmer.stem(regular(word)) }

    private static let bases: [String: String] = {
        let families = """
            become became; begin began begun; break broke broken; bring brought; build built; buy bought; catch caught; \
            choose chose chosen; come came; deal dealt; draw drew drawn; fall fell fallen; feel felt; find found; \
            forget forgot forgotten; freeze froze frozen; unfreeze unfroze unfrozen; give gave given; go goes went gone; \
            grow grew grown; hear heard; hide hid hidden; hold held; keep kept; know knew known; lay laid; lead led; \
            leave left; lend lent; lose lost; make made; mean meant; meet met; mistake mistook mistaken; \
            overwrite overwrote overwritten; pay paid; prove proven; rebuild rebuilt; repay repaid; resell resold; \
            resend resent; rise rose risen; run ran; see saw seen; sell sold; send sent; show shown; speak spoke spoken; \
            spend spent; stand stood; steal stole stolen; swear swore sworn; take took taken; teach taught; tell told; \
            think thought; throw threw thrown; undergo underwent undergone; understand understood; undo undid undone; \
            wear wore worn; win won; withdraw withdrew withdrawn; withhold withheld; write wrote written; \
            child children; foot feet; index indices; man men; person people; woman women
            """
        var bases: [String: String] = [:]
        for family in families.split(separator: ";") {
            let forms = family.split(whereSeparator: \.isWhitespace).map(String.init)
            for form in forms.dropFirst() { bases[form] = forms.first }
        }
        return bases
    }()
}
