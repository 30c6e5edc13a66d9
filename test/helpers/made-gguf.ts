import { writeFileSync } from "node:fs";
import { Random } from "../../base/statistics/random.js";

const ALIGNMENT = 32;
const UINT32 = 4;
const FLOAT32 = 6;
const STRING = 8;
const ARRAY = 9;
const INT32 = 5;
const NORMAL_TOKEN = 1;
const UNKNOWN_TOKEN = 2;
const CONTROL_TOKEN = 3;
const BYTE_TOKEN = 6;

const HEADS = 4;
const DIMENSION = 32;
const INNER = 64;
const LAYERS = 1;

export interface MadeGgufOptions {
  readonly seed?: number;
  readonly contextTokens?: number;
  /** Jinja template of a chat; without one the file has none. */
  readonly chatTemplate?: string;
  /** How much likelier than a printable character the end is, as a difference of logits. */
  readonly end?: number;
}

/** What `madeGguf` writes for `chatTemplate`: turns between special tokens, as models have them. */
export const CHAT_TEMPLATE =
  "{{ bos_token }}{% for message in messages %}<|turn|>{{ message['role'] }}\n" +
  "{{ message['content'] }}</s>{% endfor %}{% if add_generation_prompt %}<|turn|>assistant\n{% endif %}";

/**
 * Writes a GGUF file (version 3) that llama.cpp loads: a llama of one layer with random weights, a
 * vocabulary of printable ASCII characters and all bytes, about 130 kB. What it writes is noise, of
 * printable characters mostly.
 */
export function madeGguf(path: string, options: MadeGgufOptions = {}): string {
  const { seed = 1, contextTokens = 1024, chatTemplate, end = -2 } = options;
  const random = new Random(seed);
  const vocabulary = vocabularyOf();
  const metadata: Buffer[] = [
    entry("general.architecture", STRING, text("llama")),
    entry("general.name", STRING, text("made for tests")),
    entry("llama.context_length", UINT32, uint32(contextTokens)),
    entry("llama.embedding_length", UINT32, uint32(DIMENSION)),
    entry("llama.block_count", UINT32, uint32(LAYERS)),
    entry("llama.feed_forward_length", UINT32, uint32(INNER)),
    entry("llama.rope.dimension_count", UINT32, uint32(DIMENSION / HEADS)),
    entry("llama.attention.head_count", UINT32, uint32(HEADS)),
    entry("llama.attention.layer_norm_rms_epsilon", FLOAT32, float32([1e-5])),
    entry("tokenizer.ggml.model", STRING, text("llama")),
    entry(
      "tokenizer.ggml.tokens",
      ARRAY,
      array(
        STRING,
        vocabulary.map(({ piece }) => text(piece)),
      ),
    ),
    entry(
      "tokenizer.ggml.scores",
      ARRAY,
      array(
        FLOAT32,
        vocabulary.map(() => float32([0])),
      ),
    ),
    entry(
      "tokenizer.ggml.token_type",
      ARRAY,
      array(
        INT32,
        vocabulary.map(({ type }) => uint32(type)),
      ),
    ),
    entry("tokenizer.ggml.bos_token_id", UINT32, uint32(1)),
    entry("tokenizer.ggml.eos_token_id", UINT32, uint32(2)),
    ...(chatTemplate === undefined
      ? []
      : [entry("tokenizer.chat_template", STRING, text(chatTemplate))]),
  ];

  const noise = (count: number, scale: number): number[] =>
    Array.from({ length: count }, () => random.normal() * scale);
  const ones = (count: number): number[] => Array.from({ length: count }, () => 1);
  const square = DIMENSION * DIMENSION;
  // The first component of every embedding is large: the first column of the output is a bias.
  const embeddings = noise(vocabulary.length * DIMENSION, 1).map((value, index) =>
    index % DIMENSION === 0 ? 8 : value,
  );
  const output = vocabulary.flatMap(({ type }, token) => {
    const row = noise(DIMENSION, 0.5);
    row[0] = type === NORMAL_TOKEN ? 0 : (token === 2 ? end : -20) / 4;
    return row;
  });
  const tensors: [name: string, shape: number[], values: number[]][] = [
    ["token_embd.weight", [DIMENSION, vocabulary.length], embeddings],
    ["output_norm.weight", [DIMENSION], ones(DIMENSION)],
    ["output.weight", [DIMENSION, vocabulary.length], output],
  ];
  for (let layer = 0; layer < LAYERS; layer++) {
    const name = (part: string): string => `blk.${layer}.${part}.weight`;
    tensors.push([name("attn_norm"), [DIMENSION], ones(DIMENSION)]);
    for (const part of ["attn_q", "attn_k", "attn_v", "attn_output"])
      tensors.push([name(part), [DIMENSION, DIMENSION], noise(square, 0.2)]);
    tensors.push([name("ffn_norm"), [DIMENSION], ones(DIMENSION)]);
    for (const part of ["ffn_gate", "ffn_up"])
      tensors.push([name(part), [DIMENSION, INNER], noise(DIMENSION * INNER, 0.2)]);
    tensors.push([name("ffn_down"), [INNER, DIMENSION], noise(DIMENSION * INNER, 0.2)]);
  }

  let offset = 0;
  const descriptions = tensors.map(([name, shape, values]) => {
    const description = Buffer.concat([
      text(name),
      uint32(shape.length),
      ...shape.map(uint64),
      uint32(0), // F32
      uint64(offset),
    ]);
    offset += padded(values.length * 4);
    return description;
  });
  const head = Buffer.concat([
    Buffer.from("GGUF"),
    uint32(3),
    uint64(tensors.length),
    uint64(metadata.length),
    ...metadata,
    ...descriptions,
  ]);
  const blocks = [head, ...tensors.map(([, , values]) => float32(values))].map((block) =>
    Buffer.concat([block, Buffer.alloc(padded(block.length) - block.length)]),
  );
  writeFileSync(path, Buffer.concat(blocks));
  return path;
}

function vocabularyOf(): { piece: string; type: number }[] {
  const printable = Array.from({ length: 95 }, (_, index) => String.fromCharCode(32 + index));
  return [
    { piece: "<unk>", type: UNKNOWN_TOKEN },
    { piece: "<s>", type: CONTROL_TOKEN },
    { piece: "</s>", type: CONTROL_TOKEN },
    { piece: "<|turn|>", type: CONTROL_TOKEN },
    ...Array.from({ length: 256 }, (_, byte) => ({
      piece: `<0x${byte.toString(16).toUpperCase().padStart(2, "0")}>`,
      type: BYTE_TOKEN,
    })),
    // SentencePiece writes a space as U+2581.
    ...printable.map((piece) => ({ piece: piece === " " ? "\u2581" : piece, type: NORMAL_TOKEN })),
  ];
}

function entry(key: string, type: number, value: Buffer): Buffer {
  return Buffer.concat([text(key), uint32(type), value]);
}

function array(type: number, items: readonly Buffer[]): Buffer {
  return Buffer.concat([uint32(type), uint64(items.length), ...items]);
}

function text(value: string): Buffer {
  const bytes = Buffer.from(value, "utf8");
  return Buffer.concat([uint64(bytes.length), bytes]);
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}

function uint64(value: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64LE(BigInt(value));
  return bytes;
}

function float32(values: readonly number[]): Buffer {
  const bytes = Buffer.alloc(values.length * 4);
  values.forEach((value, index) => bytes.writeFloatLE(value, index * 4));
  return bytes;
}

function padded(length: number): number {
  return Math.ceil(length / ALIGNMENT) * ALIGNMENT;
}
