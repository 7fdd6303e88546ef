import { micromark } from "micromark";
import { gfmTable, gfmTableHtml } from "micromark-extension-gfm-table";

/** Markdown as elements. HTML in it stays text, and addresses that run code are dropped: micromark's default. */
export function rendered(markdown: string, follow: (page: string) => void = () => {}): HTMLElement {
  const box = document.createElement("div");
  box.innerHTML = micromark(markdown, { extensions: [gfmTable()], htmlExtensions: [gfmTableHtml()] });
  for (const image of box.querySelectorAll("img")) image.replaceWith(image.alt);
  for (const link of box.querySelectorAll("a")) {
    const target = link.getAttribute("href") ?? "";
    const page = /^([a-z-]+)\.md(#.*)?$/.exec(target)?.[1];
    if (page) {
      link.addEventListener("click", (event) => {
        event.preventDefault();
        follow(page);
      });
    } else if (/^https?:/.test(target)) {
      link.target = "_blank";
      link.rel = "noopener noreferrer";
    } else {
      // A page of the book, which is not available here.
      link.replaceWith(...link.childNodes);
    }
  }
  // In `md bad`, `bad` is the kind of example, which micromark leaves out of the class.
  const kinds = [...markdown.matchAll(/^ {0,3}(`{3,}|~{3,})([^\n`]*)\n[^]*?^ {0,3}\1/gm)].map((fence) => fence[2]!.trim().split(/\s+/));
  for (const [at, code] of box.querySelectorAll("pre").entries()) {
    for (const kind of ["bad", "good", "fixed"]) if (kinds[at]?.includes(kind)) code.classList.add(kind);
    // Anything that scrolls must be reachable by keyboard.
    code.tabIndex = 0;
  }
  return box;
}
