// The module gives the same output as the command line, byte for byte, for the sample, the sample with notes, and two hundred drafts
// generated here. COPYDESK names the program.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import test from "node:test";
import { fileURLToPath } from "node:url";
import { Copydesk } from "@copydesk/core";

const root = path.join(path.dirname(fileURLToPath(import.meta.url)), "../../..");
const program = path.resolve(process.env.COPYDESK ?? path.join(root, "target/debug/copydesk"));
const desk = await Copydesk.load();
const folder = fs.mkdtempSync(path.join(os.tmpdir(), "equal-"));
process.on("exit", () => fs.rmSync(folder, { recursive: true, force: true }));

/** Runs copydesk; status 1 means that there are findings. */
function run(...args) {
  try {
    return execFileSync(program, args, { cwd: folder, encoding: "utf8", maxBuffer: 1 << 28, stdio: ["ignore", "pipe", "pipe"] });
  } catch (error) {
    if (error.status === 1) return error.stdout;
    throw error;
  }
}

// Deterministic, so that every machine compares the same drafts.
let state = 19;
const below = (count) => {
  state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
  return Math.floor((state / 2 ** 32) * count);
};
const one = (list) => list[below(list.length)];
const maybe = (chance, make) => (below(100) < chance ? make() : "");

const SOURCES = ["Daily Nation", "Reuters", "The Standard", "Dawn", "Al Jazeera", "Al-Jazira", "KBC", "BBC", "Le Monde", "Hürriyet", "Xinhua", "dawn", "Shabelle Radio", "Kyiv Post", ""];
const LINKS = ["#", "https://www.dawn.com/news/1437001", "https://www.reuters.com/article/x?utm_source=feed", "http://KBC radio", "https://www.nation.co.ke/news/2018/10/05/comment-3.html", "TODO", "www.bbc.co.uk", "https://example.com/ä–ö"];
const DATES = ["October 3", "3 October", "Sept 30", "September 30, 2018", "Octobr 2", "10/2/2018", "August 2018", "May 9th", "February 30", "October 9-10", "2017", "yesterday", "9 May 1998"];
const NAMES = ["al-Shabaab", "Al-Shabab", "Hashd al-Shaabi", "Hasht al-Shaabi", "al-Qaeda", "al-Qa’ida", "Hezbollah", "Hizballah", "the Taliban", "Boko Haram", "Houthis", "Lashkar-e-Taiba", "the Rapid Action Battalion (RAB)", "RAB", "the U.S. embassy", "the US army", "Omar Khorasani", "Omar Khurasani"];
const VERBS = ["fled", "met", "denied it", "opened fire", "said so on Monday, October 8", "left in May 2016", "returned the the boats", "were counted—twice", "spoke – briefly", "won “the gate”", 'lost "the quay"', "arrived last Tuesday", "left in 2018–2016"];

const cited = () => {
  const item = () => {
    const source = one(SOURCES);
    const named = below(4) === 0 ? source : `[${source}](${one(LINKS)})`;
    return named + one([", ", " ", ",", ", "]) + one(DATES);
  };
  return `${one(["(", "(", "(", "(see ", "( "])}${Array.from({ length: 1 + below(3) }, item).join(one(["; ", "; ", ", ", " ;"]))}${one([")", ")", ")", " )", ""])}`;
};
const sentence = (notes) =>
  `${one(["", "In Mandera, ", "Later, ", "Élise said that ", "Ökonomen: "])}${one(NAMES)} ${one(VERBS)} ${maybe(60, cited)}${one([".", ".", ".", "", ".  "])}${maybe(notes ? 60 : 5, () => `[^${1 + below(5)}]`)}`;
const note = (number) =>
  `[^${number}]: ${one(["Lena Marsk, “Boats Leave,” *Reuters*, October 1, 2018, https://www.reuters.com/article/boats.", "Ibid.", "Marsk, “Boats.”", "Author’s interview with a pilot, Mombasa, May 2018.", `“Ferry Sinks”, ${one(SOURCES)}, ${one(DATES)}`, "See above.", "UN Doc. S/2018/1002, November 9, 2018, para. 45.", "J. Weld, *Ports* (London: Hurst, 2016), 88–90."])}`;
const block = (notes) => {
  const prose = Array.from({ length: 1 + below(4) }, () => sentence(notes)).join(" ");
  return one([prose, prose, prose, prose, `> ${prose}`, `* ${prose}\n* ${sentence(notes)}`, `## ${one(["Boats", "The Gate", "al-Shabaab Returns", "**Bold**"])}\n\n*${one(["Lena Marsk", "By Tomas Orrel"])}*`, `<!-- copydesk-ignore ${one(["doubled-word", "no-such-rule", ""])}: a reason -->\n\n${prose}`, "```\nthe the code\n```", `| a | b |\n| --- | --- |\n| ${sentence(false)} | x |`, `<p>the the</p>`, `$x^2$ and \`the the\` 😀 ${prose}`]);
};
const draft = (number) => {
  const notes = below(3) === 0;
  const head = one(["---\ntitle: A Letter\ndate: 2018-10-10\n---\n\n", "# Frontier\n\nVOLUME IV, ISSUE 7\n\nOctober 10, 2018\n\n", "", "---\nlang: fr\n---\n\n"]);
  const body = Array.from({ length: 2 + below(9) }, () => block(notes)).join("\n\n");
  const tail = notes ? `\n\n${Array.from({ length: 1 + below(5) }, (_, at) => note(at + 1)).join("\n\n")}` : "";
  const text = `${head}${body}${tail}\n`;
  const path = one([`draft-${number}.md`, `2018-10-${10 + below(20)}-letter-${number}.md`]);
  return { path, text: one([text, text, text, text.replaceAll("\n", "\r\n")]) };
};

const sample = (name) => ({ path: name, text: fs.readFileSync(path.join(root, "docs/sample", name), "utf8") });
const CASES = {
  "the sample": { drafts: [sample("issue.md")], config: fs.readFileSync(path.join(root, "docs/sample/copydesk.toml"), "utf8") },
  "the sample with notes": { drafts: [sample("notes.md")], config: fs.readFileSync(path.join(root, "docs/sample/copydesk.toml"), "utf8") },
  "two hundred drafts": { drafts: Array.from({ length: 200 }, (_, at) => draft(at + 1)) },
  "forty drafts of a house": {
    drafts: Array.from({ length: 40 }, (_, at) => draft(at + 201)),
    config: "[style]\nlinks = 'required'\ndate-order = 'day-month'\n\n[rules]\nuncited-paragraph = 'info'\ndoubled-word = 'error'\n\n[files]\nexclude = ['draft-20*.md']\n",
  },
};

for (const [name, { drafts, config }] of Object.entries(CASES)) {
  test(name, () => {
    const settings = config === undefined ? {} : { config };
    const place = fs.mkdtempSync(path.join(folder, "case-"));
    // In the order of the command line, which sorts them.
    drafts.sort((a, b) => (a.path < b.path ? -1 : 1));
    for (const { path: file, text } of drafts) fs.writeFileSync(path.join(place, file), text);
    const own = config === undefined ? ["--no-config"] : ["--config", path.join(folder, "house.toml")];
    if (config !== undefined) fs.writeFileSync(path.join(folder, "house.toml"), config);
    const named = drafts.map(({ path: file, text }) => ({ path: `${path.basename(place)}/${file}`, text }));
    const files = named.map((one) => one.path);

    // Every finding with all its fixes.
    const hints = run("check", "--format", "json", "--level", "hint", ...own, ...files);
    assert.equal(desk.checkJson(named, settings, "hint"), hints);
    const index = run("index", "--format", "json", ...own, ...files);
    assert.equal(desk.indexJson(named, settings), index);
    const counted = JSON.parse(hints).diagnostics.length;
    assert.ok(counted > drafts.length, `${counted} findings`);

    // A debug build fixes slowly, and the fixes it applies have already been compared: some drafts are enough.
    const some = named.slice(0, 20);
    const findings = run("check", "--format", "json", ...own, ...some.map((one) => one.path));
    assert.equal(desk.checkJson(some, settings), findings);
    for (const review of [false, true]) {
      for (const one of some) fs.writeFileSync(path.join(folder, one.path), one.text);
      run("fix", ...(review ? ["--review"] : []), ...own, ...some.map((one) => one.path));
      for (const one of some) {
        assert.equal(desk.fix(one, settings, { review }).text, fs.readFileSync(path.join(folder, one.path), "utf8"), one.path);
      }
    }
    const size = named.reduce((sum, one) => sum + one.text.length, 0);
    console.log(`${name}: ${counted} findings, ${JSON.parse(index).documents.length} documents of ${size} characters, equal in every byte`);
  });
}
