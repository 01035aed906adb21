/** The widest that a picture of a film is made, in pixels: lists show it small. */
const WIDEST = 640;

/**
 * A film that is looked at without being shown.
 *
 * @param {string} url
 * @returns {Promise<HTMLVideoElement>} Rejected where this browser does not play it.
 */
export async function openFilm(url) {
    const film = document.createElement("video");
    film.muted = true;
    film.preload = "auto";
    const opened = heard(film, "loadeddata");
    film.src = url;
    await opened;
    return film;
}

/**
 * What is seen in a film while a second goes by, as a file.
 *
 * @param {HTMLVideoElement} film
 * @param {number} second A whole one; a chapter may begin within it.
 * @returns {Promise<File>}
 */
export async function frameOf(film, second) {
    const found = heard(film, "seeked");
    film.currentTime = Math.max(0, Math.min(second + 1, film.duration - 0.1));
    await found;
    const scale = Math.min(1, WIDEST / film.videoWidth);
    const canvas = document.createElement("canvas");
    canvas.width = Math.max(1, Math.round(film.videoWidth * scale));
    canvas.height = Math.max(1, Math.round(film.videoHeight * scale));
    canvas.getContext("2d")?.drawImage(film, 0, 0, canvas.width, canvas.height);
    const blob = await new Promise((resolve) => { canvas.toBlob(resolve, "image/jpeg", 0.85); });
    if (!blob) throw new Error("nothing was drawn");
    return new File([blob], `${second}.jpg`, { type: "image/jpeg" });
}

/** @param {HTMLVideoElement} film @param {string} name */
function heard(film, name) {
    return new Promise((resolve, reject) => {
        film.addEventListener(name, resolve, { once: true });
        film.addEventListener("error", () => reject(new Error("the film is not played here")), { once: true });
    });
}
