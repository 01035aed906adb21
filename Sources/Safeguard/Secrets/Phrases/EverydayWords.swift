/// Words of the lists that people write in a chat all the time, so that they hardly speak for a seed phrase.
enum EverydayWords {
    /// Whether a word is one, by its place in a list.
    static func has(_ index: Int, _ language: SeedPhraseWords.Language) -> Bool {
        switch language {
        case .english: english.contains(index)
        case .chineseSimplified, .chineseTraditional: chinese.contains(index)
        default: false
        }
    }

    /// Whether a word is one of those that stand alone in a chat.
    static func isSaidAlone(_ index: Int, _ language: SeedPhraseWords.Language) -> Bool {
        language == .english ? alone.contains(index) : language.isChinese && chinese.contains(index)
    }

    private static let english = places(words)
    private static let alone = places(
        """
        hello help thank you please wait what sure good great nice fine right sorry when where there now again human agent \
        can still any one more very just cancel
        """
    )

    private static func places(_ words: String) -> Set<Int> {
        Set(
            words.split(separator: " ").compactMap { word in
                SeedPhraseWords.shared.places(of: WordKey(String(word)))?[.english]
            }
        )
    }

    /// Answers and interjections of one character.
    private static let chinese = Set(
        "好在行对對是有没沒能不可要会會了的吗呢你我他她谢謝请請等再来來快看想知懂明收到啊多少几幾".unicodeScalars.compactMap {
            SeedPhraseWords.shared.index(ofHan: $0)
        }
    )

    private static let words = """
        able about account action actual add address afraid again agent agree ahead alert all allow almost \
        already also always amount angry another answer any apart apple approve april around ask august awful \
        balance banner base because become before begin below between bonus book bring broken buyer call camera \
        can cancel car card case cash cause change charge chat cheap check claim click client close code coin \
        come confirm connect control correct cost country cover credit current custom day december decide \
        decrease delay deny deposit detail device direct discover display document double drop during early earn \
        east easy edit either else end enough enter error exact example exchange exit expect expire explain \
        express extra face fall family fee feel field file final find fine finish first fix follow force forget \
        forward friend front future game general give glad good great group guess half happy have head hello help \
        high hint history hold home hope hotel hour human hurry idea identify image include increase inform \
        initial input inside install into invest issue item job join just keep key kind know label language \
        laptop later leave left length letter level life like limit link list little live load local lock long \
        loyal manual market match matter maximum mean member message method middle million minimum minute miss \
        mistake mobile model modify moment monitor month more morning move much music must name near need \
        negative neither net network never news next nice night normal north note nothing notice now number \
        october offer office often once one online only open option order other output outside over own page \
        paper pass patient pause payment people person phone photo phrase place play please point position \
        possible post practice present price primary print private problem process profit program project proof \
        provide public purchase purpose put quality question quick raise range rate rather ready real reason \
        recall receive record refuse region reject release remain remember remind remove renew repair repeat \
        replace report require response result return review right risk round rule run safe same satoshi save say \
        scan school screen search season second secret section security seed seek select sell senior sense \
        service session settle setup share shift shop short side sign similar simple since six size slow small \
        smart someone soon sorry sort sound source south space speak special speed spend spot staff stage stand \
        start state stay step still stock story street strong student submit success such sure swap switch system \
        table talk target task team tell ten term test text thank that then there they thing this time tip title \
        today together token tomorrow tonight tool top topic total toward track trade transfer travel trial true \
        trust try turn two type under undo unit unlock until update upgrade upon upset use used useful usual \
        valid verify version very video view visit voice volume vote wage wait want way weather web weekend \
        welcome west what when where will win window wire wish word work world worry worth write wrong year you \
        young
        """
}
