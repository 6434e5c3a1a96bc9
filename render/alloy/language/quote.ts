/**
 * Double-quotes text like Go's `strconv.Quote`. Alloy, its formatter and OTTL are all written in Go and read exactly this
 * format. Unpaired surrogates, which UTF-8 cannot encode, become U+FFFD.
 */
export function quote(text: string): string {
  return `"${Array.from(text.toWellFormed(), escape).join("")}"`;
}

/** Whether Go's `strconv.Quote` would leave the text unchanged. */
export function isPrintable(text: string): boolean {
  return text.isWellFormed() && PRINTABLE.test(text);
}

const PRINTABLE = /^[\p{L}\p{M}\p{N}\p{P}\p{S} ]*$/u;

const SHORT: Readonly<Record<string, string>> = {
  "\x07": "\\a",
  "\b": "\\b",
  "\f": "\\f",
  "\n": "\\n",
  "\r": "\\r",
  "\t": "\\t",
  "\v": "\\v",
  "\\": "\\\\",
  '"': '\\"',
};

function escape(character: string): string {
  const short = SHORT[character];
  if (short !== undefined) return short;
  if (PRINTABLE.test(character)) return character;
  const code = character.codePointAt(0) ?? 0;
  const hex = (digits: number) => code.toString(16).padStart(digits, "0");
  if (code < 0x80) return `\\x${hex(2)}`;
  return code <= 0xffff ? `\\u${hex(4)}` : `\\U${hex(8)}`;
}
