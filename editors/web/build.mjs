// Builds the packages and the playground around the module and its bindings, which `.ci/web` has written into
// packages/core/dist.

import { execFileSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import zlib from "node:zlib";
import esbuild from "esbuild";

const here = path.dirname(fileURLToPath(import.meta.url));
const root = path.join(here, "../..");
const wasm = path.join(here, "packages/core/dist/copydesk.wasm");
if (!fs.existsSync(wasm)) throw new Error(`${wasm} is missing: .ci/web builds it`);

const tsc = (project) => execFileSync(process.execPath, [path.join(here, "node_modules/typescript/bin/tsc"), "-p", path.join(here, project)], { stdio: "inherit" });

const version = /^version = "(.*)"/m.exec(fs.readFileSync(path.join(root, "Cargo.toml"), "utf8"))[1];
for (const name of ["core", "codemirror"]) {
  const folder = path.join(here, "packages", name);
  const said = JSON.parse(fs.readFileSync(path.join(folder, "package.json"), "utf8"));
  if (said.version !== version) throw new Error(`@copydesk/${name} is ${said.version}, and copydesk ${version}`);
  tsc(`packages/${name}`);
  for (const file of ["LICENSE-MIT", "LICENSE-APACHE"]) fs.copyFileSync(path.join(root, file), path.join(folder, file));
}
tsc("playground");
const dist = path.join(here, "dist");
fs.rmSync(dist, { recursive: true, force: true });
fs.mkdirSync(dist);
const common = { bundle: true, minify: true, format: "esm", target: "es2022", loader: { ".md": "text" }, logLevel: "warning", absWorkingDir: here };
const worker = await esbuild.build({ ...common, entryPoints: ["playground/src/worker.ts"], write: false });
await esbuild.build({
  ...common,
  entryPoints: ["playground/src/page.ts"],
  outfile: "dist/page.js",
  define: { WORKER: JSON.stringify(worker.outputFiles[0].text) },
});
for (const file of ["index.html", "page.css"]) fs.copyFileSync(path.join(here, "playground", file), path.join(dist, file));
fs.copyFileSync(wasm, path.join(dist, "copydesk.wasm"));

const bytes = fs.readFileSync(wasm);
const megabytes = (size) => `${(size / 1e6).toFixed(2)} MB`;
const [gzip, brotli] = [zlib.gzipSync(bytes, { level: 9 }).length, zlib.brotliCompressSync(bytes).length];
console.log(`copydesk.wasm: ${megabytes(bytes.length)}; gzip ${megabytes(gzip)}, brotli ${megabytes(brotli)}`);
if (gzip > 2.5e6) throw new Error("copydesk.wasm is larger than 2.5 MB compressed");
