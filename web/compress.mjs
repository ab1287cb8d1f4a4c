// Writes `FILE.gz` beside every file of `dist/` that gains by it. The program embeds both and serves the one that a
// browser can read: nothing is compressed while it runs.
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { gzipSync } from "node:zlib";

const PACKED = /\.(?:css|html|js|json|map|mjs|svg|txt|webmanifest)$/;
/** Bytes below which the headers cost more than is saved. */
const SMALL = 1_024;

const dist = new URL("dist/", import.meta.url);
const files = readdirSync(dist, { recursive: true, withFileTypes: true });
for (const file of files.filter((one) => one.isFile() && PACKED.test(one.name))) {
  const path = `${file.parentPath}/${file.name}`;
  const content = readFileSync(path);
  const packed = gzipSync(content, { level: 9 });
  if (content.length > SMALL && packed.length < content.length) writeFileSync(`${path}.gz`, packed);
}
