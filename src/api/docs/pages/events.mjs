// The Socket.IO events of an AsyncAPI document: by who sends them, then those that clients get.
import { block, element, inline } from './dom.mjs';
import { entry, part } from './entry.mjs';
import { fields } from './fields.mjs';
import { example, resolver } from './schema.mjs';

const pretty = (value) => JSON.stringify(value, null, 2);
const GROUPS = { pilot: 'Pilots send', 'user, pilot, admin': 'All who follow send', admin: 'Operators send', '': 'Clients get' };

function payloadOf(message, resolve) {
  const schema = resolve(message.payload);
  return schema.type === 'null' ? undefined : example(schema, resolve);
}

function sent(message, resolve) {
  const payload = payloadOf(message, resolve);
  const args = [`'${message.name}'`, ...(payload === undefined ? [] : [pretty(payload)])].join(', ');
  const [ok] = resolve(message['x-ack']).oneOf ?? [message['x-ack']];
  return {
    text: [
      payload === undefined ? element('p', {}, 'Without a payload.') : part('Payload', fields(message.payload, resolve)),
      part('Acknowledgement', fields(ok, resolve)),
      message['x-errors'] ? part('Its errors', element('p', {}, inline(message['x-errors'].join(', ')))) : [],
    ].flat(),
    examples: [block('Send', `const answer = await socket.emitWithAck(${args});`), block('Acknowledgement', pretty(example(ok, resolve))),
      block('Or a failure', pretty({ ok: false, error: { code: 'ERR_1001', message: 'what is wrong' } }))],
  };
}

function got(message, resolve) {
  return {
    text: [...part('Goes to', element('p', {}, element('code', {}, message['x-to']))), ...part('Payload', fields(message.payload, resolve))],
    examples: [block('Listen', `socket.on('${message.name}', (data) => {\n  // as below\n});`), block('Payload', pretty(payloadOf(message, resolve)))],
  };
}

export function eventGroups(document) {
  const resolve = resolver(document);
  const messages = Object.values(document.components.messages);
  return Object.entries(GROUPS).map(([from, name]) => ({
    name,
    entries: messages.filter((message) => (message['x-from'] ?? '') === from).map((message) => entry({
      id: message.name.replaceAll(':', '-'), kind: from ? 'SEND' : 'GET', name: message.name, summary: message.summary,
      make: () => (from ? sent : got)(message, resolve),
    })),
  }));
}
