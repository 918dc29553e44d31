// One operation or event: a line that folds open. Its inside is made when it is first opened.
import { element, inline } from './dom.mjs';

export const part = (title, ...content) => [element('h3', {}, title), ...content];

// `kind` is the word in front and its colour; `make` gives { text, examples }, two columns where there is room.
export function entry({ id, kind, name, summary, search = '', make }) {
  const body = element('div', { class: 'body' });
  const node = element('details', { class: 'entry', id, 'data-text': `${kind} ${name} ${summary} ${search}`.toLowerCase() },
    element('summary', {},
      element('span', { class: `kind ${kind.toLowerCase()}` }, kind), ' ',
      element('code', {}, name.split(/(?=[/:])/).flatMap((piece) => [element('wbr'), piece])), ' ',
      element('span', { class: 'what' }, inline(summary))),
    body);
  node.addEventListener('toggle', () => {
    if (!node.open || body.childNodes.length) return;
    const { text, examples } = make();
    body.append(element('div', {}, text), element('div', { class: 'examples' }, examples));
  });
  return node;
}
