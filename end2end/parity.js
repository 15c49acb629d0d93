// The rules in a browser's engine and here: both write what they make of one corpus, and the texts must be equal.
// PARITY is the program that writes it here; target/wasm/bound/parity is the same in WebAssembly, bound for node.

import { execFileSync } from "node:child_process";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";

const BOUND = fileURLToPath(new URL("../target/wasm/bound/parity/parity.js", import.meta.url));
/** Lines before the first that differs: what it is about. */
const BEFORE = 3;

const native = execFileSync(process.env.PARITY, { encoding: "utf8", maxBuffer: 64e6 }).split("\n");
const { parity } = createRequire(import.meta.url)(BOUND);
const wasm = parity().split("\n");

const lines = Math.max(native.length, wasm.length);
if (lines < 10_000) fail(`The corpus has ${lines} lines: far too few.`);
for (let at = 0; at < lines; at += 1) {
  if (native[at] === wasm[at]) continue;
  const before = native.slice(Math.max(at - BEFORE, 0), at).map((line) => `  both  ${line}\n`);
  fail(`Line ${at + 1} differs.\n${before.join("")}  here  ${native[at]}\n  wasm  ${wasm[at]}`);
}
console.log(`  ${native.length} lines are the same here and in WebAssembly`);

function fail(why) {
  console.error(why);
  process.exit(1);
}
