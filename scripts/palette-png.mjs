// Writes a screenshot as a PNG of at most 256 colours: about a third of the size, and the same to the eye.
import { crc32, deflateSync, inflateSync } from "node:zlib";

const SIGNATURE = Buffer.from([137, 80, 78, 71, 13, 10, 26, 10]);
const MOST_COLOURS = 256;
const TRUE_COLOUR = 2;
const INDEXED = 3;
const WITH_ALPHA = 6;

/**
 * @param png a PNG of 8 bits a channel, RGB or RGBA, not interlaced, as Chromium writes them; alpha is left out
 * @returns   the same picture with a palette
 */
export function withPalette(png) {
  const { width, height, pixels } = decode(png);
  const palette = paletteOf(pixels);
  const lines = Buffer.alloc(height * (width + 1));
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++)
      lines[y * (width + 1) + 1 + x] = palette.indexOf.get(pixels[y * width + x]);
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, INDEXED, 0, 0, 0], 8);
  return Buffer.concat([
    SIGNATURE,
    chunk("IHDR", header),
    chunk("PLTE", Buffer.from(palette.colours.flatMap((c) => [c >> 16, (c >> 8) & 255, c & 255]))),
    chunk("IDAT", deflateSync(lines, { level: 9, memLevel: 9 })),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}

/** Pixels as 0xRRGGBB, row by row. */
function decode(png) {
  if (!png.subarray(0, 8).equals(SIGNATURE)) throw new Error("this is no PNG");
  const data = [];
  let header;
  for (let at = 8; at < png.length;) {
    const length = png.readUInt32BE(at);
    const type = png.toString("latin1", at + 4, at + 8);
    const body = png.subarray(at + 8, at + 8 + length);
    if (type === "IHDR") header = body;
    if (type === "IDAT") data.push(body);
    at += length + 12;
  }
  const [width, height] = [header.readUInt32BE(0), header.readUInt32BE(4)];
  const [depth, kind, , , interlaced] = header.subarray(8);
  if (depth !== 8 || (kind !== TRUE_COLOUR && kind !== WITH_ALPHA) || interlaced !== 0)
    throw new Error("only RGB and RGBA of 8 bits, not interlaced, are read");
  const channels = kind === WITH_ALPHA ? 4 : 3;
  const stride = width * channels;
  const raw = inflateSync(Buffer.concat(data));
  const pixels = new Uint32Array(width * height);
  let above = Buffer.alloc(stride);
  for (let y = 0; y < height; y++) {
    const line = raw.subarray(y * (stride + 1) + 1, (y + 1) * (stride + 1));
    unfilter(line, above, { filter: raw[y * (stride + 1)], channels });
    for (let x = 0; x < width; x++) {
      const [red, green, blue] = line.subarray(x * channels, x * channels + 3);
      pixels[y * width + x] = (red << 16) | (green << 8) | blue;
    }
    above = line;
  }
  return { width, height, pixels };
}

/** Turns a line of differences back into its values (PNG specification, section 9). */
function unfilter(line, above, { filter, channels }) {
  for (let i = 0; i < line.length; i++) {
    const left = i < channels ? 0 : line[i - channels];
    const up = above[i];
    const corner = i < channels ? 0 : above[i - channels];
    const guess = [0, left, up, (left + up) >> 1, paeth(left, up, corner)][filter];
    line[i] += guess;
  }
}

function paeth(left, up, corner) {
  const near = left + up - corner;
  const [toLeft, toUp, toCorner] = [left, up, corner].map((value) => Math.abs(near - value));
  return toLeft <= toUp && toLeft <= toCorner ? left : toUp <= toCorner ? up : corner;
}

/**
 * Median cut by how many pixels have a colour (Heckbert 1982); a box stands for its most frequent colour, so that
 * surfaces keep theirs to the bit.
 */
function paletteOf(pixels) {
  const counts = new Map();
  for (const colour of pixels) counts.set(colour, (counts.get(colour) ?? 0) + 1);
  const boxes = [boxOf([...counts])];
  while (boxes.length < MOST_COLOURS) {
    const widest = boxes.reduce((best, box) => (box.worth > best.worth ? box : best));
    if (widest.worth === 0) break;
    boxes.splice(boxes.indexOf(widest), 1, ...split(widest));
  }
  const indexOf = new Map();
  const colours = boxes.map(({ entries }, index) => {
    for (const [colour] of entries) indexOf.set(colour, index);
    return entries.reduce((best, entry) => (entry[1] > best[1] ? entry : best))[0];
  });
  return { colours, indexOf };
}

/** A set of colours, the channel in which they differ most, and how much splitting it would mend. */
function boxOf(entries) {
  const spans = [16, 8, 0].map((shift) => {
    const values = entries.map(([colour]) => (colour >> shift) & 255);
    return {
      shift,
      size: values.reduce((a, b) => Math.max(a, b)) - values.reduce((a, b) => Math.min(a, b)),
    };
  });
  const { shift, size } = spans.reduce((best, span) => (span.size > best.size ? span : best));
  // the root keeps a large surface from taking every colour of the palette
  const pixels = entries.reduce((sum, [, count]) => sum + count, 0);
  return { entries, shift, worth: size * size * Math.sqrt(pixels) };
}

function split({ entries, shift }) {
  const values = entries.map(([colour]) => (colour >> shift) & 255);
  const middle = (Math.min(...values) + Math.max(...values)) / 2;
  return [
    boxOf(entries.filter(([colour]) => ((colour >> shift) & 255) <= middle)),
    boxOf(entries.filter(([colour]) => ((colour >> shift) & 255) > middle)),
  ];
}

function chunk(type, body) {
  const whole = Buffer.concat([Buffer.from(type, "latin1"), body]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(body.length);
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(crc32(whole));
  return Buffer.concat([length, whole, sum]);
}
