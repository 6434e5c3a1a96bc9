import protobuf from "protobufjs";

/** Field numbers from the outermost message inwards, with alternatives for each level. */
export type Path = readonly (readonly number[])[];

/** Calls `found` with the bytes of every field at the end of a path. */
export function visit(message: Uint8Array, path: Path, found: (field: Uint8Array) => void): void {
  const [numbers = [], ...rest] = path;
  const reader = protobuf.Reader.create(message);
  while (reader.pos < reader.len) {
    const tag = reader.uint32();
    if ((tag & 7) !== 2 || !numbers.includes(tag >>> 3)) {
      reader.skipType(tag & 7);
      continue;
    }
    const field = reader.bytes();
    if (rest.length === 0) found(field);
    else visit(field, rest, found);
  }
}

/** Encodes a message from `[field number, value]`: numbers as 64-bit fixed, text and bytes as length-delimited. */
export function message(...fields: readonly (readonly [number, Uint8Array | string | bigint])[]): Uint8Array {
  const writer = protobuf.Writer.create();
  for (const [number, value] of fields) {
    if (typeof value === "string") writer.uint32((number << 3) | 2).string(value);
    else if (typeof value === "bigint") writer.uint32((number << 3) | 1).fixed64(String(value));
    else writer.uint32((number << 3) | 2).bytes(value);
  }
  return writer.finish();
}
