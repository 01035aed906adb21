import Base

/// The conversation in which something happens between a customer and agents; they are kept upstairs.
package enum ConversationPlace: Identified {
    package static let idPrefix = "cnv"
}
