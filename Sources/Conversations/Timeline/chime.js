/** Two soft notes, a fifth apart. Browsers let a page sound only after the person has touched it once. */
export class Chime {
    /** @type {AudioContext|null} */
    #audio = null;

    /** To be called while a click or a key is worked on. */
    unlock() {
        this.#audio ??= globalThis.AudioContext ? new AudioContext() : null;
        if (this.#audio?.state === "suspended") void this.#audio.resume();
    }

    ring() {
        const audio = this.#audio;
        if (audio?.state !== "running") return;
        [660, 990].forEach((frequency, index) => {
            const start = audio.currentTime + index * 0.13;
            const tone = new OscillatorNode(audio, { frequency, type: "sine" });
            const volume = new GainNode(audio, { gain: 0 });
            volume.gain.setValueAtTime(0, start);
            volume.gain.linearRampToValueAtTime(0.08, start + 0.02);
            volume.gain.exponentialRampToValueAtTime(0.0005, start + 0.32);
            tone.connect(volume).connect(audio.destination);
            tone.start(start);
            tone.stop(start + 0.35);
        });
    }
}
