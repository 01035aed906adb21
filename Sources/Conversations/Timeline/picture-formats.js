import { isHEIC } from "./uploads.js";

/** How much of a picture's detail is kept where it has to be written anew, 0 to 1. */
const QUALITY = 0.9;

/**
 * A picture that others can see: one in an iPhone's own format becomes a JPEG where this browser can read it.
 *
 * @param {File} file
 * @returns {Promise<File>} The file itself where nothing has to, or can, be done.
 */
export async function showable(file) {
    if (!isHEIC(file)) return file;
    try {
        const picture = await createImageBitmap(file);
        const canvas = document.createElement("canvas");
        [canvas.width, canvas.height] = [picture.width, picture.height];
        canvas.getContext("2d")?.drawImage(picture, 0, 0);
        const blob = await new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", QUALITY));
        return blob instanceof Blob ? new File([blob], file.name.replace(/\.\w+$/, ".jpg"), { type: "image/jpeg" }) : file;
    } catch {
        // Only Apple's browsers read it; elsewhere the person is told.
        return file;
    }
}
