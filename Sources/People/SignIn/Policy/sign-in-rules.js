import { enhance, required } from "../../../Web/Client/modules.js";
import { ProvisioningPanel } from "../../Provisioning/provisioning-panel.js";
import { OpenIDPanel } from "../OpenID/openid-panel.js";
import { PolicyPanel } from "./policy-panel.js";

/**
 * The page on which admins say how everybody signs in.
 *
 * @param {HTMLElement} root
 */
function begin(root) {
    const part = (/** @type {string} */ name) => required(root, `[data-part=${name}]`, HTMLElement);
    void new PolicyPanel(part("policy")).load();
    void new OpenIDPanel(part("openid")).load();
    void new ProvisioningPanel(part("provisioning")).load();
}

enhance("sign-in-rules", begin);
