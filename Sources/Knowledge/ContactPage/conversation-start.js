import { enhance, required } from "../../Web/Client/modules.js";
import { problemText } from "../../Web/Client/problem-text.js";
import { openConversation } from "./open-conversation.js";

/** A button that starts a chat, about what its element names: `data-topic`, and `data-subject` where it is known. */
enhance("conversation-start", (root) => {
    const button = required(root, "button", HTMLButtonElement);
    const failure = required(root, "[role=alert]", HTMLElement);
    button.addEventListener("click", async () => {
        button.disabled = true;
        failure.hidden = true;
        try {
            const { topic, subject } = root.dataset;
            const conversation = await openConversation({ kind: "chat", topic: topic || "other", ...(subject ? { subject } : {}) });
            location.assign(`/conversations/${conversation.id}`);
        } catch (error) {
            failure.textContent = problemText(error);
            failure.hidden = false;
            button.disabled = false;
        }
    });
});

/** Coming back by the browser's own button finds the button alive again. */
addEventListener("pageshow", (event) => {
    if (!event.persisted) return;
    for (const button of document.querySelectorAll("[data-module~=conversation-start] button")) {
        if (button instanceof HTMLButtonElement) button.disabled = false;
    }
});
