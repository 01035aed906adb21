/** @typedef {"default"|"granted"|"denied"|"unsupported"} NoticePermission */
/**
 * Where notices are shown: this page's window, or the page around the widget.
 * @typedef {object} NoticeSurface
 * @property {NoticePermission} permission
 * @property {() => Promise<NoticePermission>} ask Asks the person for leave; only while a click is worked on.
 * @property {(notice: {title: string, body: string, tag: string}) => void} show
 * @property {(count: number) => void} count How many messages nobody has looked at.
 */

/**
 * The window that the page has to itself.
 *
 * @implements {NoticeSurface}
 */
export class WindowSurface {
    #title = document.title;

    get permission() {
        return /** @type {NoticePermission} */ (globalThis.Notification?.permission ?? "unsupported");
    }

    async ask() {
        await globalThis.Notification?.requestPermission();
        return this.permission;
    }

    /** @param {{title: string, body: string, tag: string}} notice */
    show({ title, ...options }) {
        try {
            const shown = new Notification(title, options);
            shown.addEventListener("click", () => {
                globalThis.focus();
                shown.close();
            });
        } catch {
            // Phones show notifications of installed apps alone; the title still counts.
        }
    }

    /** @param {number} count */
    count(count) {
        document.title = count > 0 ? `(${count}) ${this.#title}` : this.#title;
    }
}
