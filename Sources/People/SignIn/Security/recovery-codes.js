import { element } from "../../../Web/Client/elements.js";
import { text } from "../../../Web/Client/strings.js";
import { actions, button, copyButton, paragraph } from "../../Panels/panel-parts.js";

/**
 * Recovery codes, shown this once: to be copied, kept as a file or printed.
 *
 * @param {string[]} codes
 */
export function recoveryCodes(codes) {
    const heading = element("h3", { class: "panel-page__subheading", tabindex: "-1" }, text("security.recovery.title"));
    return element("div", { class: "security__codes" },
        heading,
        paragraph(text("security.recovery.about")),
        element("ol", { class: "security__code-list" }, ...codes.map((code) => element("li", {}, element("code", {}, code)))),
        actions(copyButton(codes.join("\n")), file(codes), button(text("security.recovery.print"), () => print())),
    );
}

/**
 * The link that keeps the codes as a file.
 *
 * @param {string[]} codes
 */
function file(codes) {
    const content = `${document.title}\n${text("security.recovery.file_about")}\n\n${codes.join("\n")}\n`;
    const href = URL.createObjectURL(new Blob([content], { type: "text/plain;charset=utf-8" }));
    return element("a", { class: "button", href, download: "recovery-codes.txt" }, text("security.recovery.download"));
}
