// /api-docs and /api-docs/events: loads the document, renders its groups, finds, and opens what the address names.
import { element, prose } from './dom.mjs';
import { eventGroups } from './events.mjs';
import { restGroups } from './rest.mjs';

const isEvents = /\/events\/?$/.test(location.pathname);
const { source, title, groupsOf } = isEvents
  ? { source: '../asyncapi.json', title: 'Socket.IO events', groupsOf: eventGroups }
  : { source: '../openapi.json', title: 'REST API', groupsOf: restGroups };
const main = document.getElementById('content');
const filter = document.getElementById('filter');

function section({ name, entries }) {
  const id = `group-${name.toLowerCase().replaceAll(' ', '-')}`;
  return element('section', { 'aria-labelledby': id }, element('h2', { id }, name), entries);
}

function render(document_) {
  const groups = groupsOf(document_).filter(({ entries }) => entries.length);
  main.replaceChildren(element('h1', {}, title), element('div', { class: 'about' }, prose(document_.info.description)), ...groups.map(section));
  document.getElementById('contents').append(element('ul', {}, groups.map(({ name, entries }) => element('li', {},
    element('a', { href: `#group-${name.toLowerCase().replaceAll(' ', '-')}` }, name), ' ', element('small', {}, String(entries.length))))));
}

function find() {
  const words = filter.value.toLowerCase().split(/\s+/).filter(Boolean);
  let count = 0;
  for (const group of main.querySelectorAll('section')) {
    const entries = [...group.querySelectorAll('.entry')];
    for (const one of entries) one.hidden = !words.every((word) => one.dataset.text.includes(word));
    const shown = entries.filter((one) => !one.hidden).length;
    group.hidden = shown === 0;
    count += shown;
  }
  document.getElementById('found').textContent = words.length ? `${count || 'Nothing'} found` : '';
}

function openNamed() {
  const named = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (!named) return;
  if (named.matches('.entry')) named.open = true;
  named.scrollIntoView();
}

for (const link of document.querySelectorAll('header nav a')) {
  if (link.pathname === location.pathname.replace(/\/$/, '')) link.setAttribute('aria-current', 'page');
}
document.title = `${title} · Waycast`;
filter.addEventListener('input', find);
addEventListener('hashchange', openNamed);
addEventListener('keydown', (event) => {
  if (event.key !== '/' || event.target.matches('input')) return;
  event.preventDefault();
  filter.focus();
});
// Whoever opens an entry finds its address in the bar.
main.addEventListener('toggle', ({ target }) => {
  if (target.matches('.entry') && target.open) history.replaceState(null, '', `#${target.id}`);
}, true);

try {
  const answer = await fetch(new URL(source, import.meta.url));
  if (!answer.ok) throw new Error(`status ${answer.status}`);
  render(await answer.json());
  openNamed();
} catch (problem) {
  main.replaceChildren(element('p', { role: 'alert' }, `The description could not be loaded: ${problem.message}`));
}
