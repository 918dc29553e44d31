'use strict';
const assert = require('node:assert/strict');
const { test } = require('node:test');
const { conformanceServer } = require('./lib/server');
const { openPolling, openSocketIo } = require('./lib/sessions');

const server = conformanceServer();
const first = Uint8Array.from([1, 2, 3]);
const second = Uint8Array.from([4, 5, 6]);
const placeholders = '{"_placeholder":true,"num":0},{"_placeholder":true,"num":1}';

for (const [sent, received] of [
  ['42["message",1,"2",{"3":[true]}]', '42["message-back",1,"2",{"3":[true]}]'],
  ['42["message"]', '42["message-back"]'],
  ['42["message",12.971598712345678,-0.1,1e21]', '42["message-back",12.971598712345678,-0.1,1e+21]'],
  ['42["message","\\u20ac 😀 \\"quoted\\""]', '42["message-back","€ 😀 \\"quoted\\""]'],
  ['42456["message-with-ack",1,"2",{"3":[false]}]', '43456[1,"2",{"3":[false]}]'],
  ['420["message-with-ack"]', '430[]'],
]) {
  test(`${sent} is answered`, async (t) => {
    const wire = await openSocketIo(t, server);
    wire.send(sent);
    const answer = await wire.next();
    assert.equal(answer.slice(0, answer.indexOf('[')), received.slice(0, received.indexOf('[')));
    assert.deepEqual(JSON.parse(answer.slice(answer.indexOf('['))),
      JSON.parse(received.slice(received.indexOf('['))));
  });
}

test('an event with attachments comes back', async (t) => {
  const wire = await openSocketIo(t, server);
  wire.send(`452-["message",${placeholders}]`);
  wire.send(first);
  wire.send(second);
  assert.equal(await wire.next(), `452-["message-back",${placeholders}]`);
  assert.deepEqual(await wire.next(), first);
  assert.deepEqual(await wire.next(), second);
});

test('an event with attachments is acknowledged with them', async (t) => {
  const wire = await openSocketIo(t, server);
  wire.send(`452-789["message-with-ack",${placeholders}]`);
  wire.send(first);
  wire.send(second);
  assert.equal(await wire.next(), `462-789[${placeholders}]`);
  assert.deepEqual(await wire.next(), first);
  assert.deepEqual(await wire.next(), second);
});

test('an event with attachments comes back over long-polling', async () => {
  const session = await openPolling(server, '/socket.io/');
  await session.push('40');
  await session.push('451-["message",{"_placeholder":true,"num":0}]\x1ebAQID');
  const received = [];
  while (received.length < 4) received.push(...(await session.poll()).text.split('\x1e'));
  assert.ok(received.includes('42["auth",{}]'));
  assert.deepEqual(received.slice(1).filter((packet) => packet !== '42["auth",{}]'),
    ['451-["message-back",{"_placeholder":true,"num":0}]', 'bAQID']);
});

test('the server asks for an acknowledgement', async (t) => {
  const wire = await openSocketIo(t, server);
  wire.send('42["emit-with-ack",1,"2"]');
  const asked = await wire.next();
  assert.match(asked, /^42\d+\["emit-with-ack",1,"2"\]$/);
  const id = asked.match(/^42(\d+)/)[1];
  wire.send(`43${id}["the answer",{"is":42}]`);
  assert.equal(await wire.next(), '42["emit-with-ack","the answer",{"is":42}]');
});

test('the server asks for an acknowledgement with attachments', async (t) => {
  const wire = await openSocketIo(t, server);
  wire.send('42["emit-with-ack"]');
  const id = (await wire.next()).match(/^42(\d+)/)[1];
  wire.send(`461-${id}[{"_placeholder":true,"num":0}]`);
  wire.send(first);
  assert.equal(await wire.next(), '451-["emit-with-ack",{"_placeholder":true,"num":0}]');
  assert.deepEqual(await wire.next(), first);
});

test('an acknowledgement that nobody asked for is ignored', async (t) => {
  const wire = await openSocketIo(t, server);
  wire.send('43999["?"]');
  wire.send('42["message",1]');
  assert.equal(await wire.next(), '42["message-back",1]');
});

for (const malformed of ['4abc', '42{}', '42[]', '42abc["message-with-ack",1]', '42["message"',
  '451-["message",{"_placeholder":true,"num":7}]', '45["message"]', '451-["message"]|42["message"]',
  '42["connect"]', '40']) {
  test(`${malformed} ends the session`, async (t) => {
    const wire = await openSocketIo(t, server);
    for (const packet of malformed.split('|')) wire.send(packet);
    if (malformed.includes('"num":7')) wire.send(first);
    await wire.closed;
  });
}

test('binary that nobody announced ends the session', async (t) => {
  const wire = await openSocketIo(t, server);
  wire.send(first);
  await wire.closed;
});
