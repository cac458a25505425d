import { Tagger } from "./tagger.mjs";

const input = document.querySelector("#sentence");
const answer = document.querySelector("#answer");
const note = document.querySelector("#note");

try {
  const tagger = await Tagger.open("slots.onnx");
  const types = [...new Set(tagger.labels.filter(label => label.includes("-")).map(typeOf))];
  const wanted = new URLSearchParams(location.search).get("sentence");
  if (wanted !== null) input.value = wanted;
  input.disabled = false;
  input.addEventListener("input", () => show(tagger, types));
  await show(tagger, types);
} catch (failure) {
  note.textContent = failure.message;
}

/** Shows the slots of what stands in the input now. */
async function show(tagger, types) {
  const sentence = input.value;
  const tokens = sentence.split(/\s+/).filter(token => token);
  const start = performance.now();
  const labels = await tagger.tag(tokens);
  // While the model ran, more may have been typed, which has a call of its own.
  if (sentence !== input.value) return;
  note.textContent = tokens.length ? `${(performance.now() - start).toFixed(1)} ms` : "";
  answer.replaceChildren(...spansOf(tokens, labels).flatMap(span => [elementOf(span, types), " "]));
}

/** Neighbouring tokens of one slot together: a label begins a span with B-, or goes on with I-. */
function spansOf(tokens, labels) {
  const spans = [];
  tokens.forEach((token, i) => {
    const last = spans.at(-1);
    if (last && labels[i].startsWith("I-") && last.type === typeOf(labels[i])) last.tokens.push(token);
    else spans.push({ tokens: [token], type: labels[i] === "O" ? null : typeOf(labels[i]) });
  });
  return spans;
}

function elementOf({ tokens, type }, types) {
  const words = tokens.join(" ");
  if (type === null) return document.createTextNode(words);
  const mark = document.createElement("mark");
  const name = document.createElement("small");
  name.textContent = type;
  mark.style.setProperty("--hue", `${(types.indexOf(type) * 137.5) % 360}deg`);
  mark.append(words, " ", name);
  return mark;
}

function typeOf(label) {
  return label.slice(label.indexOf("-") + 1);
}
