import { post } from "../../../Web/Client/http.js";
import { base64, bytes } from "./passkey-bytes.js";

const ADDRESS = "/api/v1/agent/passkey-session";

/** Whether this browser can sign in by passkey, on this connection. */
export const canUsePasskeys = () => "credentials" in navigator && "PublicKeyCredential" in window && isSecureContext;

/**
 * Signs in with a key of the device.
 *
 * @returns {Promise<boolean>} False when its owner did not want it to.
 */
export async function signInByPasskey() {
    const found = await signedByPasskey();
    if (!found) return false;
    await post(ADDRESS, found);
    return true;
}

/** What a key of the device signs to prove who is here; null when its owner did not want it to. */
export async function signedByPasskey() {
    return asked(await post(`${ADDRESS}/challenge`));
}

/** @param {{challenge: string, relying_party: string}} options */
async function asked(options) {
    try {
        const found = /** @type {PublicKeyCredential|null} */ (
            await navigator.credentials.get({
                publicKey: { challenge: bytes(options.challenge), rpId: options.relying_party, userVerification: "required" },
            })
        );
        const answer = /** @type {any} */ (found?.response);
        if (!found || !answer) return null;
        return {
            id: base64(found.rawId),
            client_data: base64(answer.clientDataJSON),
            authenticator_data: base64(answer.authenticatorData),
            signature: base64(answer.signature),
        };
    } catch (error) {
        if (error instanceof DOMException) return null;
        throw error;
    }
}
