/**
 * A macro with its variables filled in. A name that is not known takes its comma with it: "Hello, this is …".
 *
 * @param {string} body
 * @param {Record<string, string|null|undefined>} values By variable, such as `customer.name`.
 */
export function filledMacro(body, values) {
    return body
        .replace(/(\s?)\{\{\s*([\w.]+)\s*\}\}([,，]?\s?)/gu, (whole, before, name, after) => {
            if (!(name in values)) return whole;
            const value = values[name];
            if (value) return `${before}${value}${after}`;
            return before === "" ? "" : after;
        })
        .trim();
}
