import { ProblemError, remove } from "../../../Web/Client/http.js";
import { enhance, required } from "../../../Web/Client/modules.js";
import { complaint } from "../../Panels/panel-parts.js";
import { PasskeyPanel } from "../Passkeys/passkey-panel.js";
import { FactorPanel } from "./factor-panel.js";
import { PasswordPanel } from "./password-panel.js";
import { SessionList } from "./session-list.js";
import { SignInHistory } from "./sign-in-history.js";

/**
 * The page on which somebody at the desk sees to how they sign in.
 *
 * @param {HTMLElement} root
 */
function begin(root) {
    const part = (/** @type {string} */ name) => required(root, `[data-part=${name}]`, HTMLElement);
    const mustEnrol = root.dataset.mustEnrol === "true";
    const factor = new FactorPanel(part("factor"), mustEnrol);
    void factor.load();
    const leave = required(root, "[data-action=sign-out]", HTMLButtonElement);
    leave.addEventListener("click", () => void signOut(leave));
    if (mustEnrol) return;
    const sessions = new SessionList(part("sessions"));
    const password = new PasswordPanel(part("password"), () => factor.proof);
    const passkeys = new PasskeyPanel(part("passkeys"), () => factor.proof);
    // The first passkey and the last change what the next step asks for.
    passkeys.addEventListener("changed", () => void factor.load());
    void passkeys.load();
    void sessions.load();
    void new SignInHistory(part("history")).load();
    // Such a change has ended the other sessions.
    for (const changing of [factor, password, passkeys]) changing.addEventListener("changed", () => void sessions.load());
}

/** @param {HTMLButtonElement} leave */
async function signOut(leave) {
    try {
        await remove("/api/v1/agent/session");
    } catch (error) {
        // Without a session there is nothing left to end.
        if (!(error instanceof ProblemError && error.status === 401)) {
            leave.after(complaint(error));
            return;
        }
    }
    location.assign("/desk/sign-in");
}

enhance("security-page", begin);
