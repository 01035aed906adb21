import { text } from "../../Web/Client/strings.js";
import { askedWords } from "../Timeline/asked-words.js";
import { authorName } from "../Timeline/bubbles.js";

/** @typedef {import("../../Realtime/Client/connection.js").MessageRefused} MessageRefused */
/** @typedef {import("../../Realtime/Client/wire.js").Message} Message */

/** The most messages quoted; all of them stand in the timeline. */
const MOST_QUOTES = 3;

/**
 * Two agents answer at once: what the slower one wrote goes back into the composer, with what came meanwhile above
 * it. Enter sends it all the same. What asks for what nobody may ask for goes back as well.
 *
 * @param {object} options
 * @param {import("../../Realtime/Client/connection.js").RealtimeConnection} options.connection
 * @param {string} options.agent Whose desk it is.
 * @param {import("./feed-shelf.js").FeedShelf} options.shelf
 * @param {import("./composer-deck.js").ComposerDeck} options.deck
 * @param {import("./write-notice.js").WriteNotice} options.notice
 */
export function watchCollisions({ connection, agent, shelf, deck, notice }) {
    watchStopped({ connection, shelf, deck, notice });
    connection.addEventListener("message-refused", (event) => {
        /** @type {MessageRefused} */
        const { code, outgoing, messages } = /** @type {CustomEvent} */ (event).detail;
        if (code !== "answered_meanwhile") return;
        const { conversation, kind, body, attachments, quick_replies, client_id } = outgoing;
        const seen = Math.max(...messages.map(({ seq }) => seq ?? 0));
        // The feed marks it as refused first, and then lets it go.
        queueMicrotask(() => {
            shelf.discard(conversation, client_id);
            deck.restore({ conversation, kind, body, attachments, quick_replies }, seen);
            notice.put(conversation, kind, {
                title: text("desk.meanwhile.title", { name: lastAnswer(messages, agent) }),
                quotes: messages.filter((message) => message.kind !== "event").slice(-MOST_QUOTES).map(quote),
                ways: [
                    { label: text("desk.meanwhile.send"), key: "↵", run: () => deck.submit() },
                    { label: text("desk.meanwhile.edit"), run: () => (notice.clear(conversation, kind), deck.focus()) },
                ],
            });
        });
    });
}

/**
 * A message asks the customer for what nobody may ask for: it goes back into the composer, with what in it was the reason.
 *
 * @param {object} options
 * @param {import("../../Realtime/Client/connection.js").RealtimeConnection} options.connection
 * @param {import("./feed-shelf.js").FeedShelf} options.shelf
 * @param {import("./composer-deck.js").ComposerDeck} options.deck
 * @param {import("./write-notice.js").WriteNotice} options.notice
 */
function watchStopped({ connection, shelf, deck, notice }) {
    connection.addEventListener("message-refused", (event) => {
        /** @type {MessageRefused} */
        const { code, outgoing, asks, passages } = /** @type {CustomEvent} */ (event).detail;
        if (code !== "asks_for_secret") return;
        const { conversation, kind, body, attachments, quick_replies, client_id } = outgoing;
        queueMicrotask(() => {
            shelf.discard(conversation, client_id);
            deck.restore({ conversation, kind, body, attachments, quick_replies }, shelf.seqOf(conversation));
            notice.put(conversation, kind, {
                title: text("desk.stopped.title", { asks: askedWords(asks) }),
                quotes: passages.map((words) => ({ who: text("desk.stopped.passage"), words })),
                ways: [{ label: text("desk.stopped.edit"), run: () => (notice.clear(conversation, kind), deck.focus()) }],
            });
        });
    });
}

/**
 * The same agent writes on two devices: what comes from the other one is shown; where both changed, the agent chooses.
 *
 * @param {object} options
 * @param {import("./drafts.js").Drafts} options.drafts
 * @param {import("./composer-deck.js").ComposerDeck} options.deck
 * @param {import("./write-notice.js").WriteNotice} options.notice
 */
export function watchDrafts({ drafts, deck, notice }) {
    drafts.addEventListener("changed", (event) => {
        const { conversation, kind, body } = /** @type {CustomEvent} */ (event).detail;
        deck.replace(conversation, kind, body);
    });
    drafts.addEventListener("conflict", (event) => {
        const { mine, theirs } = /** @type {CustomEvent} */ (event).detail;
        const { conversation, kind } = mine;
        const choose = (/** @type {() => void} */ choice) => () => {
            notice.clear(conversation, kind);
            choice();
            deck.focus();
        };
        notice.put(conversation, kind, {
            title: text("desk.draft.conflict"),
            quotes: [{ who: text("desk.draft.there"), words: theirs.body }],
            ways: [
                { label: text("desk.draft.keep"), run: choose(() => drafts.keepMine(mine, theirs)) },
                { label: text("desk.draft.take"), run: choose(() => drafts.takeTheirs(mine, theirs)) },
            ],
        });
    });
}

/** @param {Message} message */
function quote({ author, body }) {
    return { who: authorName(author), words: body };
}

/**
 * Who answered last of those who were faster.
 *
 * @param {Message[]} messages
 * @param {string} agent
 */
function lastAnswer(messages, agent) {
    const answers = messages.filter(({ kind, author }) => kind !== "event" && author.id !== agent && author.type !== "customer" && author.type !== "system");
    const last = answers.at(-1);
    return last ? authorName(last.author) : "";
}
