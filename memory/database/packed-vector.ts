const HEADER = 3;
const MOST_VALUES = 256;
const NUMBER = Float32Array.BYTES_PER_ELEMENT;

/**
 * A vector as it is stored, without loss: its numbers, or, where that is shorter, a list of the
 * values that it has and the place of each number's value in it, in as few bits as do. Vectors of
 * counts have a few dozen values and take two fifths; those of networks stay as they are.
 *
 * Packed: the number of values less one (1 byte), the dimension (2), the values, the places, from
 * the lowest bit on, and a byte more where the length would be that of plain numbers.
 */
export function packVector(vector: Float32Array): Uint8Array {
  const plain = Buffer.from(vector.buffer, vector.byteOffset, vector.byteLength);
  if (vector.length === 0 || vector.length > 0xffff) return plain;
  // By their bits: a zero may be negative.
  const numbers = new Uint32Array(vector.buffer, vector.byteOffset, vector.length);
  const places = new Map<number, number>();
  const placeOf = new Uint8Array(numbers.length);
  for (let index = 0; index < numbers.length; index++) {
    const number = numbers[index] as number;
    let place = places.get(number);
    if (place === undefined) {
      if (places.size === MOST_VALUES) return plain;
      places.set(number, (place = places.size));
    }
    placeOf[index] = place;
  }
  const length = packedLength(vector.length, places.size);
  if (length >= plain.length) return plain;
  const packed = Buffer.alloc(length);
  packed[0] = places.size - 1;
  packed.writeUInt16LE(vector.length, 1);
  let at = HEADER;
  for (const number of places.keys()) at = packed.writeUInt32LE(number, at);
  const width = widthOf(places.size);
  let [bits, held] = [0, 0];
  for (const place of placeOf) {
    bits |= place << held;
    for (held += width; held >= 8; held -= 8) {
      packed[at++] = bits & 0xff;
      bits >>>= 8;
    }
  }
  if (held > 0) packed[at] = bits;
  return packed;
}

/**
 * A stored vector. Bytes that are cut off give another number of numbers than the vector had, which
 * readers notice.
 */
export function unpackVector(bytes: Uint8Array): Float32Array {
  const values = (bytes[0] ?? 0) + 1;
  const dimension = (bytes[1] ?? 0) + (bytes[2] ?? 0) * 2 ** 8;
  if (bytes.byteLength % NUMBER === 0 || packedLength(dimension, values) !== bytes.byteLength)
    return plainVector(bytes);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const vector = new Float32Array(dimension);
  const numbers = new Uint32Array(vector.buffer);
  const width = widthOf(values);
  let at = HEADER + values * NUMBER;
  let [bits, held] = [0, 0];
  for (let index = 0; index < dimension; index++) {
    for (; held < width; held += 8) bits |= bytes[at++]! << held;
    const place = bits & (2 ** width - 1);
    bits >>>= width;
    held -= width;
    if (place < values) numbers[index] = view.getUint32(HEADER + place * NUMBER, true);
  }
  return vector;
}

/** Copied, so that it is aligned whatever buffer the database handed out. */
function plainVector(bytes: Uint8Array): Float32Array {
  const whole = bytes.byteLength - (bytes.byteLength % NUMBER);
  return new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + whole));
}

function packedLength(dimension: number, values: number): number {
  const length = HEADER + values * NUMBER + Math.ceil((dimension * widthOf(values)) / 8);
  return length % NUMBER === 0 ? length + 1 : length;
}

function widthOf(values: number): number {
  return Math.max(1, Math.ceil(Math.log2(values)));
}
