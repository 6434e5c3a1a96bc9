/** Returns the forms in which a secret can appear: unchanged, encoded, or as part of an encoded text. */
function formsOf(secret: string): readonly string[] {
  const bytes = Buffer.from(secret);
  return [
    secret,
    encodeURIComponent(secret),
    JSON.stringify(secret).slice(1, -1),
    bytes.toString("hex"),
    bytes.toString("hex").toUpperCase(),
    [...secret].reverse().join(""),
    ...[0, 1, 2].flatMap((offset) => base64At(bytes, offset)),
  ];
}

/** Returns the part of the secret's base64 that stays the same if `offset` bytes precede it and anything follows it. */
function base64At(bytes: Buffer, offset: number): string[] {
  const before = Buffer.alloc(offset);
  const whole = Buffer.concat([before, bytes]).toString("base64").replace(/=+$/, "");
  const inner = whole.slice(offset === 0 ? 0 : offset + 1, -1);
  return [inner, inner.replaceAll("+", "-").replaceAll("/", "_")];
}

/** Whether a text contains the secret in any form. */
export const leaks = (text: string, secret: string): boolean => formsOf(secret).some((form) => text.includes(form));
