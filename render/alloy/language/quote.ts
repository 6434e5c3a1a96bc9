/**
 * Double-quotes text the way Go's `strconv.Quote` does. Alloy, its formatter and OTTL are all written in Go and read
 * exactly this form. Unpaired surrogates, which UTF-8 cannot carry, become U+FFFD.
 */
export function quote(text: string): string {
  return `"${Array.from(text.toWellFormed(), escape).join("")}"`;
}

/** True for text that Go's `strconv.Quote` would leave as it is. */
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
