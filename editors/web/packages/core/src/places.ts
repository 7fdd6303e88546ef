/** The number of UTF-8 bytes of the character at a UTF-16 unit; a lone surrogate is written as U+FFFD. */
function size(text: string, at: number): number {
  const code = text.codePointAt(at)!;
  return code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
}

/** Converts places in a text between UTF-8 bytes, which copydesk counts, and UTF-16 units, which JavaScript counts. */
export class Places {
  /** The byte at which each UTF-16 unit begins, and the end; undefined if all are one byte long. */
  readonly #bytes: Uint32Array | undefined;
  readonly #length: number;

  constructor(text: string) {
    this.#length = text.length;
    // eslint-disable-next-line no-control-regex
    if (/^[\0-\x7f]*$/.test(text)) return;
    const bytes = new Uint32Array(text.length + 1);
    let byte = 0;
    for (let at = 0; at < text.length; at += 1) {
      bytes[at] = byte;
      const long = size(text, at);
      if (long === 4) {
        // Its second half has no byte of its own.
        at += 1;
        bytes[at] = byte;
      }
      byte += long;
    }
    bytes[text.length] = byte;
    this.#bytes = bytes;
  }

  /** The byte at a UTF-16 unit. */
  byte(at: number): number {
    const within = Math.min(Math.max(at, 0), this.#length);
    return this.#bytes ? this.#bytes[within]! : within;
  }

  /** The UTF-16 unit at a byte; within a character, the unit at which the character begins. */
  unit(byte: number): number {
    const bytes = this.#bytes;
    if (!bytes) return Math.min(Math.max(byte, 0), this.#length);
    let low = 0;
    let high = this.#length;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (bytes[middle]! <= byte) low = middle;
      else high = middle - 1;
    }
    // Of the two halves of a character, the first.
    return low > 0 && bytes[low - 1] === bytes[low] ? low - 1 : low;
  }
}
