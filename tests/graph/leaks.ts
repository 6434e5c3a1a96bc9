/** The forms in which a secret could turn up: as it is, and encoded alone or as a part of something encoded. */
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

/** What stays the same of the secret's base64 when `offset` bytes are before it and anything is after it. */
function base64At(bytes: Buffer, offset: number): string[] {
  const before = Buffer.alloc(offset);
  const whole = Buffer.concat([before, bytes]).toString("base64").replace(/=+$/, "");
  const inner = whole.slice(offset === 0 ? 0 : offset + 1, -1);
  return [inner, inner.replaceAll("+", "-").replaceAll("/", "_")];
}

/** Whether a text has the secret in it, in any form. */
export const leaks = (text: string, secret: string): boolean => formsOf(secret).some((form) => text.includes(form));
