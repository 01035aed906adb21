// The words by which a clause of English is judged.
extension EnglishAsk {
    /// Verbs by which something is handed over, whatever else is said.
    static let giving: Set = [
        "send", "give", "tell", "share", "provide", "forward", "supply", "dictate", "disclose", "hand",
        "resend", "submit",
        "attach", "reply", "respond", "text", "message", "email", "dm", "pm", "post", "paste", "drop", "pass",
        "read",
        "shoot", "spell", "upload", "sms", "mail", "gimme", "inform",
    ]
    /// Those of them that are names of things as often: what follows says which.
    static let ambiguous: Set = [
        "text", "message", "email", "dm", "pm", "post", "drop", "pass", "read", "shoot", "spell", "sms",
        "mail", "reply",
        "respond", "inform",
    ]
    /// Verbs that say nothing unless it is for us.
    static let writing: Set = [
        "enter", "type", "input", "fill", "put", "write", "copy", "show", "reveal", "confirm", "verify",
        "repeat", "list",
        "state", "quote", "insert", "say", "sending", "giving", "telling", "sharing", "providing",
        "forwarding",
        "replying", "texting", "reading", "disclosing", "typing", "entering", "pasting", "posting",
        "confirming", "key",
        "complete", "screenshot", "photograph", "leave",
    ]
    /// Between a verb and its object these begin something else.
    static let blocking: Set = [
        "if", "whether", "when", "where", "why", "how", "after", "before", "once", "until", "without", "that",
        "about",
        "because", "than", "so", "regarding", "reset", "change", "changing", "resetting", "forgot",
        "forgotten", "lost",
        "update", "restore", "recover", "set", "create", "use", "using", "for", "get", "receive", "find",
        "enable",
        "protect", "keep", "store", "strong", "its", "own", "different", "guess", "related", "concerning",
        "explain", "request", "i", "we", "was", "were",
    ]
    static let us: Set = ["me", "us", "here", "back", "over"]
    static let ours: [[String]] = [
        "this chat", "the chat", "in chat", "via chat", "by chat", "live chat", "chat window", "chat box",
        "this conversation", "our team", "our agent", "our support",
        "our specialist", "our side", "our system", "our colleague", "to support", "with support",
        "to the team", "the support team",
        "your reply", "next message", "next reply", "your message", "a message", "a reply", "over the phone",
        "by phone",
        "to the agent", "to my", "to our", "to customer", "the operator", "to proceed with your case",
        "this thread",
        "our manager", "to him", "to her", "our technician", "our engineer", "our security", "on the call",
    ].map { $0.split(separator: " ").map(String.init) }
    /// Where customers enter things that nobody at the desk sees.
    static let elsewhere: [[String]] = [
        "in the app", "on the app", "in your app", "the website", "our website", "official website",
        "the page", "this page", "page to", "in the form", "the card",
        "secure card", "in settings", "your settings", "the sign in", "the login page", "the login screen",
        "the field", "the box", "to the app",
        "your device", "the pop", "the window", "offline", "on paper", "log in page", "login page",
        "sign in page", "the prompt", "the exchange app", "the authenticator app", "hardware wallet",
        "the screen",
        "the input",
    ].map { $0.split(separator: " ").map(String.init) }
    /// Behind a verb: not to us, but to nobody.
    static let nobody: [[String]] = [
        "with anyone", "to anyone", "with anybody", "to anybody", "to others", "with others", "with someone",
        "to someone", "to a stranger", "to strangers", "with strangers", "to nobody", "to no one",
        "with no one",
        "third parties", "third party", "anyone else", "not even", "with other people", "to other people",
    ].map { $0.split(separator: " ").map(String.init) }
    static let determiners: Set = [
        "your", "the", "a", "an", "and", "or", "full", "current", "old", "new", "account", "login", "also",
        "with", "its",
        "ur", "both", "wallet", "email", "exact", "complete", "entire", "plus", "1", "2", "3", "4", "5", "as",
        "well", "trading", "fund",
        "my", "last", "correct", "now", "first", "second", "of",
    ]
    static let polite: Set = [
        "please", "pls", "plz", "kindly", "asap", "thanks", "quickly", "now", "here", "today",
    ]
}
