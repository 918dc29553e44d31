// Elements, and the text of descriptions as elements: never as HTML, so that no description can be a script.

export function element(name, attributes = {}, ...children) {
  const node = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
  node.append(...children.flat().filter((child) => child !== undefined && child !== ''));
  return node;
}

const INLINE = /`([^`]+)`|\*\*([^*]+)\*\*|\[([^\]]+)\]\(((?:https?:\/\/|\/(?!\/)|#)[^)\s]*)\)|\b(ERR_[0-9x]{4})\b/g;

// `code`, **strong**, [links](/to/here) and error codes of one line.
export function inline(text) {
  const out = [];
  let last = 0;
  for (const found of text.matchAll(INLINE)) {
    out.push(text.slice(last, found.index));
    last = found.index + found[0].length;
    const [, code, strong, label, href, error] = found;
    if (code || error) out.push(element('code', {}, code ?? error));
    else if (strong) out.push(element('strong', {}, strong));
    else out.push(element('a', { href }, label));
  }
  return [...out, text.slice(last)];
}

// Paragraphs and lists.
export function prose(text = '') {
  return text.split(/\n\s*\n/).filter(Boolean).map((part) => {
    const lines = part.split('\n');
    if (!lines.every((line) => /^[-*] /.test(line))) return element('p', {}, inline(part));
    return element('ul', {}, lines.map((line) => element('li', {}, inline(line.slice(2)))));
  });
}

// A block of code that the keyboard can scroll.
export function block(label, text) {
  return element('figure', {}, element('figcaption', {}, label),
    element('pre', { tabindex: '0', role: 'region', 'aria-label': label }, element('code', {}, text)));
}
