// Reads the metadata of an ONNX file, which onnxruntime-web does not give access to. A file is one protobuf message (ModelProto of the ONNX schema), whose
// field 14 is an entry with a key (field 1) and a value (field 2).

const METADATA = 14, KEY = 1, VALUE = 2;
const VARINT = 0, FIXED64 = 1, BYTES = 2, FIXED32 = 5;

/** The entries of a file: an object of the values, each of which rnnctl wrote as JSON. */
export function readMetadata(file) {
  const metadata = {};
  for (const [field, entry] of fieldsOf(file)) {
    if (field !== METADATA) continue;
    const parts = Object.fromEntries(fieldsOf(entry));
    const text = new TextDecoder();
    metadata[text.decode(parts[KEY])] = JSON.parse(text.decode(parts[VALUE]));
  }
  return metadata;
}

/** Numbers and contents of a message's fields that are bytes, texts or messages; other fields are skipped. */
function* fieldsOf(message) {
  let place = 0;
  while (place < message.length) {
    const tag = varint();
    const kind = tag % 8;
    if (kind === VARINT) varint();
    else if (kind === FIXED64) place += 8;
    else if (kind === FIXED32) place += 4;
    else if (kind === BYTES) {
      const length = varint();
      yield [Math.floor(tag / 8), message.subarray(place, place + length)];
      place += length;
    } else throw new Error("this is not an ONNX file");
  }

  // Seven bits a byte, the lowest first; multiplied, since shifts would cut numbers to 32 bits.
  function varint() {
    for (let value = 0, unit = 1; place < message.length; unit *= 128) {
      const byte = message[place++];
      value += (byte % 128) * unit;
      if (byte < 128) return value;
    }
    throw new Error("this ONNX file is cut off");
  }
}
