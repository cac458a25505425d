import * as ort from "./node_modules/onnxruntime-web/dist/ort.wasm.bundle.min.mjs";
import { readMetadata } from "./metadata.mjs";

// More threads need a page that is isolated from other origins, and a sentence is little work.
ort.env.wasm.numThreads = 1;

/** A tagger that `rnnctl export` wrote. */
export class Tagger {
  #session;
  #metadata;
  #tokens;
  #characters;
  #segmenter = new Intl.Segmenter();

  constructor(session, metadata) {
    this.#session = session;
    this.#metadata = metadata;
    this.#tokens = idsOf(metadata.tokens);
    this.#characters = metadata.characters && idsOf(metadata.characters);
  }

  /** Loads a file. */
  static async open(url) {
    const response = await fetch(url);
    if (!response.ok) throw new Error(`${url}: ${response.status} ${response.statusText}`);
    const file = new Uint8Array(await response.arrayBuffer());
    return new Tagger(await ort.InferenceSession.create(file), readMetadata(file));
  }

  /** All labels that there are. */
  get labels() {
    return this.#metadata.labels;
  }

  /** The labels of a sentence, one for each token. */
  async tag(tokens) {
    if (tokens.length === 0) return [];
    const ids = tokens.map(token => this.#tokens.get(this.#normalized(token)) ?? this.#metadata.unknown);
    const inputs = { tokens: integers(ids, [1, tokens.length]), lengths: integers([tokens.length], [1]) };
    if (this.#characters) this.#spell(tokens, inputs);
    const { labels } = await this.#session.run(inputs, ["labels"]);
    return Array.from(labels.data, id => this.labels[Number(id)]);
  }

  #normalized(token) {
    const text = this.#metadata.lowercase ? token.toLowerCase() : token;
    return this.#metadata.digits_to_zero ? text.replace(/\p{Nd}/gu, "0") : text;
  }

  /** Adds the characters of each token, as it is written: text elements of Unicode. */
  #spell(tokens, inputs) {
    const words = tokens.map(token => Array.from(this.#segmenter.segment(token), part => part.segment).slice(0, this.#metadata.most_characters));
    const longest = Math.max(...words.map(word => word.length));
    const ids = words.flatMap(word => Array.from({ length: longest }, (_, i) => (i < word.length ? this.#characters.get(word[i]) ?? 0 : 0)));
    inputs.characters = integers(ids, [1, tokens.length, longest]);
    inputs.word_lengths = integers(words.map(word => word.length), [1, tokens.length]);
  }
}

function idsOf(symbols) {
  return new Map(symbols.map((symbol, id) => [symbol, id]));
}

function integers(values, shape) {
  return new ort.Tensor("int64", BigInt64Array.from(values, BigInt), shape);
}
