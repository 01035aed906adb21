import { ProblemError } from "../../../Web/Client/http.js";
import { codeField, passwordField } from "../../Panels/panel-parts.js";
import { signedByPasskey } from "../Passkeys/passkey-sign-in.js";

/** @typedef {"password"|"code"|"passkey"} Proof What confirms an important step: the password, and a code or a passkey where there is one. */

/**
 * The fields of what confirms an important step, and what is sent of them.
 *
 * @param {Proof} proof
 */
export function proofFields(proof) {
    const password = passwordField();
    const code = proof === "code" ? codeField() : null;
    return {
        boxes: [password.box, ...(code ? [code.box] : [])],
        /** Asks the device where a passkey confirms it. */
        body: async () => {
            const typed = { password: password.input.value, ...(code ? { code: code.input.value.trim() } : {}) };
            if (proof !== "passkey") return typed;
            const passkey = await signedByPasskey();
            if (!passkey) throw new ProblemError({ status: 401, code: "passkey_required" });
            return { ...typed, passkey };
        },
    };
}
