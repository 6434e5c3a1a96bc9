/** Decodes a Snappy block, the format of remote write and Loki's push API. Node has no decoder for it. */
export function unsnappy(block: Uint8Array): Uint8Array {
  let position = 0;
  const byte = () => block[position++] ?? fail();
  const little = (bytes: number) => {
    let value = 0;
    for (let index = 0; index < bytes; index++) value += byte() * 256 ** index;
    return value;
  };
  const output = new Uint8Array(varint(byte));
  let written = 0;
  while (position < block.length) {
    const tag = byte();
    if ((tag & 3) === 0) {
      const short = tag >>> 2;
      const length = (short < 60 ? short : little(short - 59)) + 1;
      output.set(block.subarray(position, position + length), written);
      [position, written] = [position + length, written + length];
      continue;
    }
    const length = (tag & 3) === 1 ? ((tag >>> 2) & 7) + 4 : (tag >>> 2) + 1;
    const offset = (tag & 3) === 1 ? (tag >>> 5) * 256 + byte() : little((tag & 3) === 2 ? 2 : 4);
    // Copy byte by byte if the source overlaps the target.
    if (offset >= length) output.copyWithin(written, written - offset, written - offset + length);
    else for (let index = 0; index < length; index++) output[written + index] = output[written + index - offset] ?? 0;
    written += length;
  }
  return output;
}

function varint(byte: () => number): number {
  let value = 0;
  for (let scale = 1; ; scale *= 128) {
    const next = byte();
    value += (next & 127) * scale;
    if (next < 128) return value;
  }
}

function fail(): never {
  throw new Error("Snappy block ends early");
}
