// Writes out/README.md, the page in the package: README.md without its pictures. On that page, VS Code shows only
// pictures from the network; the tour shows them without it.

import { mkdirSync, readFileSync, writeFileSync } from "node:fs";

const parts = readFileSync("README.md", "utf8").split(/^(?=## )/m);
const kept = parts.filter((part) => !part.startsWith("## Pictures\n")).join("");
if (kept.includes("](media/") || parts.length !== kept.split(/^(?=## )/m).length + 1) {
  throw new Error("README.md: pictures stand in the part “Pictures”, and nowhere else");
}
mkdirSync("out", { recursive: true });
writeFileSync("out/README.md", kept);
