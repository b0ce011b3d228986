// Bundles and lowers one stylesheet: `node css.mjs SOURCE TARGET`. light-dark() and oklch() reach phones
// that do not know them yet (Safari 15.4, Chrome 99, Firefox 102: what guests still carry).
import { writeFileSync } from "node:fs";
import { bundle } from "lightningcss";

const version = (major, minor = 0) => (major << 16) | (minor << 8);
const [source, target] = process.argv.slice(2);
const { code, warnings } = bundle({
  filename: source,
  minify: true,
  targets: { chrome: version(99), firefox: version(102), ios_saf: version(15, 4), safari: version(15, 4) },
});
for (const { message, loc } of warnings) console.warn(`${loc.filename}:${loc.line}: ${message}`);
writeFileSync(target, code);
