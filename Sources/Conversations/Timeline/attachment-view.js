import { fileSize } from "../../Web/Client/format.js";
import { text } from "../../Web/Client/strings.js";
import { drawing, element } from "./elements.js";
import { isPicture, known, knownUpload, localPicture } from "./local-files.js";

/** @typedef {import("../../Realtime/Client/wire.js").Attachment} Attachment */
/** @typedef {import("../../Realtime/Client/wire.js").LocalFile} LocalFile */
/**
 * Where files come from: with a cookie the address itself, with a token a copy that was fetched.
 * @typedef {{address: (url: string) => string|Promise<string>}} FileSource
 */

/**
 * A message's files: pictures as a preview of fixed size, so that nothing moves when they load; others by name.
 *
 * @param {Attachment[]} attachments
 * @param {FileSource} source
 * @returns {HTMLElement}
 */
export function attachmentList(attachments, source) {
    const list = element("div", { class: "timeline-files" });
    for (const attachment of attachments) {
        list.append(isPicture(attachment.media_type) ? picture(attachment, source) : file(attachment, source));
    }
    return list;
}

/**
 * A message's files that are still on their way: the same shapes, with how far they are.
 *
 * @param {LocalFile[]} files
 * @returns {HTMLElement}
 */
export function localFileList(files) {
    const list = element("div", { class: "timeline-files" });
    for (const file of files) list.append(localFile(file));
    return list;
}

/** @param {LocalFile} file */
function localFile({ key, name, size, media_type }) {
    const progress = element("progress", { class: "timeline-files__progress", max: 1, value: 0, "aria-label": name });
    const image = element("img", { alt: name, class: "timeline-picture__image", hidden: true });
    const item = isPicture(media_type)
        ? element("div", { class: "timeline-picture timeline-picture--local" }, image)
        : element(
              "div",
              { class: "timeline-file" },
              drawing("article"),
              element("bdi", { class: "timeline-file__name" }, name),
              element("span", { class: "timeline-file__size" }, fileSize(size)),
          );
    item.append(progress);
    const begin = () => {
        const upload = knownUpload(key);
        if (!upload) return;
        if (isPicture(media_type)) image.src = URL.createObjectURL(upload.file);
        image.hidden = false;
        image.addEventListener("load", () => URL.revokeObjectURL(image.src), { once: true });
        upload.addEventListener("change", () => (progress.value = upload.share));
        progress.value = upload.share;
    };
    if (knownUpload(key)) begin();
    else known.addEventListener(key, begin, { once: true });
    return item;
}

/**
 * @param {Attachment} attachment
 * @param {FileSource} source
 */
function picture(attachment, source) {
    const image = element("img", { alt: attachment.name, class: "timeline-picture__image", decoding: "async" });
    const button = element(
        "button",
        { type: "button", class: "timeline-picture", "aria-label": text("timeline.picture.open", { name: attachment.name }) },
        image,
    );
    image.addEventListener("error", () => button.replaceWith(file(attachment, source)), { once: true });
    const { url, thumbnail_url: small = url } = attachment;
    button.addEventListener("click", () => {
        void give(attachment, url, source, (address) => showPicture(address, attachment.name, button));
    });
    void give(attachment, small, source, (address) => (image.src = address));
    return button;
}

/**
 * @param {Attachment} attachment
 * @param {FileSource} source
 */
function file(attachment, source) {
    const link = element(
        "a",
        { class: "timeline-file", download: attachment.name, target: "_blank", rel: "noopener" },
        drawing("article"),
        element("bdi", { class: "timeline-file__name" }, attachment.name),
        element("span", { class: "timeline-file__size" }, fileSize(attachment.size)),
    );
    void give(attachment, attachment.url, source, (address) => (link.href = address));
    return link;
}

/**
 * @param {Attachment} attachment
 * @param {string} url Its own, or that of its small copy.
 * @param {FileSource} source
 * @param {(address: string) => void} use
 */
async function give(attachment, url, source, use) {
    try {
        use(localPicture(attachment.id) ?? (await source.address(url)));
    } catch {
        // The name stays readable; the file can be asked for again after a reload.
    }
}

/**
 * @param {string} address
 * @param {string} name
 * @param {HTMLElement} opener Gets the focus back.
 */
function showPicture(address, name, opener) {
    const close = element(
        "button",
        { type: "button", class: "picture-viewer__close", "aria-label": text("timeline.picture.close") },
        drawing("close"),
    );
    const dialog = element(
        "dialog",
        { class: "picture-viewer", "aria-label": name },
        close,
        element("img", { src: address, alt: name, class: "picture-viewer__image" }),
    );
    dialog.addEventListener("click", () => dialog.close());
    dialog.addEventListener("close", () => {
        dialog.remove();
        opener.focus();
    });
    // A page that listens for Escape itself must not close with the picture.
    dialog.addEventListener("keydown", (event) => event.stopPropagation());
    document.body.append(dialog);
    dialog.showModal();
    close.focus();
}
