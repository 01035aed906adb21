import Base
import Foundation
import Web

/// A video as an article shows it: the player, its chapters and what is said in it.
///
/// Without scripts it plays, and chapters and transcript are read; `video-player.js` makes them jump.
struct VideoFigure {
    let html: SafeHTML

    /// Nil for a video without a film.
    ///
    /// - `locale`: The language of the text that shows it.
    init?(_ video: Video, in locale: LocaleCode) {
        guard let film = video.film else { return nil }
        let transcript = video.transcript(in: locale)
        var markup = Markup()
        markup.open(
            "figure",
            ["class": "video", "data-module": "video-player", "data-video": video.name.rawValue]
        )
        Self.write(film, of: video, in: locale, to: &markup)
        markup.open("figcaption", ["class": "video__caption"])
        markup.open("span", ["class": "video__title"])
        markup.write(video.title(for: locale))
        markup.close("span")
        if let length = film.milliseconds {
            markup.write(" ")
            markup.open("span", ["class": "video__length"])
            markup.write(Transcript.clock(Int((Double(length) / 1_000).rounded())))
            markup.close("span")
        }
        markup.close("figcaption")
        let hasTranscript = !transcript.parts.isEmpty
        Self.write(transcript.chapters, of: video, in: locale, arePlaces: !hasTranscript, to: &markup)
        if hasTranscript { Self.write(transcript, of: video.name, in: locale, to: &markup) }
        markup.close("figure")
        // Every value was escaped when it was written.
        self.html = SafeHTML(trusted: markup.text)
    }

    /// The id of the place in a page where a moment of a video is; no heading has such a one.
    static func anchor(of video: Slug, at second: Int) -> String { "video_\(video)_\(second)" }

    /// The moment that an id names: the player goes to any, whether something is said there or not.
    static func moment(in anchor: String) -> (video: Slug, second: Int)? {
        let parts = anchor.split(separator: "_", omittingEmptySubsequences: false)
        guard parts.count == 3, parts[0] == "video", let video = Slug(rawValue: String(parts[1])),
            (1...6).contains(parts[2].count), parts[2].allSatisfy({ $0.isASCII && $0.isNumber }),
            let second = Int(parts[2])
        else { return nil }
        return (video, second)
    }

    private static func write(
        _ film: VideoFile,
        of video: Video,
        in locale: LocaleCode,
        to markup: inout Markup
    ) {
        markup.open("div", ["class": "video__frame"])
        markup.open(
            "video",
            [
                "class": "video__player", "controls": "", "preload": "metadata", "playsinline": "",
                "poster": video.poster?.address, "width": film.width.map(String.init),
                "height": film.height.map(String.init), "aria-label": video.title(for: locale),
            ]
        )
        markup.open("source", ["src": film.address, "type": film.mediaType])
        let captions = video.texts(.captions)
        let chosen = locale.nearest(among: captions.compactMap(\.locale))
        for text in captions {
            let language = text.locale ?? locale
            markup.open(
                "track",
                [
                    "kind": "captions", "src": text.address, "srclang": language.rawValue,
                    "label": name(of: language), "default": text.locale == chosen ? "" : nil,
                ]
            )
        }
        markup.open("a", ["href": film.address])
        markup.write(words("video.open", locale))
        markup.close("a")
        markup.close("video")
        markup.close("div")
    }

    private static func write(
        _ chapters: [Transcript.Chapter],
        of video: Video,
        in locale: LocaleCode,
        arePlaces: Bool,
        to markup: inout Markup
    ) {
        guard !chapters.isEmpty else { return }
        markup.open("div", ["class": "video__chapters"])
        heading(words("video.chapters", locale), "video__heading", to: &markup)
        let hasStills = chapters.contains { video.still(at: $0.second) != nil }
        let style = hasStills ? "video__list video__list--pictured" : "video__list"
        markup.open("ol", ["class": style, "role": "list"])
        for chapter in chapters {
            let anchor = anchor(of: video.name, at: chapter.second)
            markup.open("li", ["id": arePlaces ? anchor : nil])
            markup.open("a", ["class": "video__chapter", "href": "#\(anchor)"])
            if hasStills { write(video.still(at: chapter.second), to: &markup) }
            clock(chapter.second, to: &markup)
            markup.write(" ")
            markup.open("span", [:])
            markup.write(chapter.title)
            markup.close("span")
            markup.close("a")
            markup.close("li")
        }
        markup.close("ol")
        markup.close("div")
    }

    /// What is seen where a chapter begins, as its title says; room for it where there is none.
    private static func write(_ still: VideoFile?, to markup: inout Markup) {
        guard let still else {
            markup.open("span", ["class": "video__still"])
            markup.close("span")
            return
        }
        markup.open(
            "img",
            [
                "class": "video__still", "src": still.address, "alt": "", "loading": "lazy",
                "width": still.width.map(String.init), "height": still.height.map(String.init),
            ]
        )
    }

    private static func write(
        _ transcript: Transcript,
        of video: Slug,
        in locale: LocaleCode,
        to markup: inout Markup
    ) {
        markup.open("details", ["class": "video__transcript"])
        markup.open("summary", [:])
        markup.write(words("video.transcript", locale))
        markup.close("summary")
        // A chapter in which nothing is said is a place all the same.
        var waiting = transcript.chapters[...]
        for part in transcript.parts {
            while let chapter = waiting.first, chapter.second <= part.chapter?.second ?? -1 {
                waiting.removeFirst()
                let isSaid = part.paragraphs.first?.second == chapter.second && chapter == part.chapter
                heading(
                    chapter.title,
                    "video__part",
                    id: isSaid ? nil : anchor(of: video, at: chapter.second),
                    to: &markup
                )
            }
            for paragraph in part.paragraphs {
                let anchor = anchor(of: video, at: paragraph.second)
                markup.open("p", ["class": "video__paragraph", "id": anchor])
                markup.open("a", ["class": "video__time", "href": "#\(anchor)"])
                clock(paragraph.second, to: &markup)
                markup.close("a")
                markup.write(" \(paragraph.text)")
                markup.close("p")
            }
        }
        for chapter in waiting {
            heading(chapter.title, "video__part", id: anchor(of: video, at: chapter.second), to: &markup)
        }
        markup.close("details")
    }

    private static func heading(
        _ text: String,
        _ style: String,
        id: String? = nil,
        to markup: inout Markup
    ) {
        markup.open("p", ["class": style, "id": id])
        markup.write(text)
        markup.close("p")
    }

    private static func clock(_ second: Int, to markup: inout Markup) {
        markup.open("time", ["datetime": "PT\(second)S"])
        markup.write(Transcript.clock(second))
        markup.close("time")
    }

    /// What a language calls itself.
    private static func name(of language: LocaleCode) -> String {
        if localisation?.locales.contains(language) == true { return words("language.name", language) }
        let named = Locale(identifier: language.rawValue)
        return named.localizedString(forIdentifier: language.rawValue) ?? language.rawValue
    }

    private static func words(_ key: String, _ locale: LocaleCode) -> String {
        localisation?.text(key, in: locale) ?? key
    }

    /// The release's own words: a text is rendered alike wherever it is read.
    ///
    /// A mistake in the strings files is told when the program starts, where all of them are read.
    private static let localisation = try? Localisation(assets: [KnowledgeAssets.files, WebAssets.files])
}

/// Elements and texts, written one after the other.
private struct Markup {
    private(set) var text = ""

    /// - `attributes`: Those without a value are left out.
    mutating func open(_ name: StaticString, _ attributes: KeyValuePairs<String, String?>) {
        text += "<\(name)"
        for (name, value) in attributes {
            guard let value else { continue }
            text += " \(name)=\"\(SafeHTML(escaping: value).markup)\""
        }
        text += ">"
    }

    mutating func close(_ name: StaticString) {
        text += "</\(name)>"
    }

    mutating func write(_ words: String) {
        text += SafeHTML(escaping: words).markup
    }
}

extension Article.Translation {
    /// How the videos look that it shows.
    var videoFigures: [Slug: SafeHTML] {
        Dictionary(
            videos.compactMap { video in VideoFigure(video, in: locale).map { (video.name, $0.html) } }
        ) { first, _ in first }
    }
}
