'use strict';
const assert = require('node:assert/strict');
const { once } = require('node:events');
const http = require('node:http');
const { test } = require('node:test');
const { conformanceServer } = require('./lib/server');
const { openPolling, openWebSocket } = require('./lib/sessions');
const { wires } = require('./lib/wire');

// Pings come soon, but answers may take their time on a busy machine.
const server = conformanceServer(['--ping-interval', '300', '--ping-timeout', '20000']);

async function upgrade(t, session) {
  const wire = wires(t)(session.upgradeUrl);
  await wire.opened;
  wire.send('2probe');
  assert.equal(await wire.next(), '3probe');
  return wire;
}

for (const path of ['/engine.io/', '/socket.io/']) {
  test(`${path} pings over long-polling`, async () => {
    const session = await openPolling(server, path);
    for (let i = 0; i < 3; i += 1) {
      const polled = await session.poll();
      assert.deepEqual([polled.status, polled.text], [200, '2']);
      assert.equal((await session.push('3')).status, 200);
    }
  });

  test(`${path} pings over WebSocket`, async (t) => {
    const wire = await openWebSocket(t, server, path);
    for (let i = 0; i < (path === '/engine.io/' ? 3 : 2); i += 1) {
      assert.equal(await wire.next(), '2');
      wire.send('3');
    }
  });

  test(`${path} ends a polling session on a close packet`, async () => {
    const session = await openPolling(server, path);
    const [polled] = await Promise.all([session.poll(), session.push('1')]);
    if (polled.status === 200) assert.equal(polled.text, '6');
    assert.equal((await session.poll()).status, 400);
  });

  test(`${path} ends a WebSocket session on a close packet`, async (t) => {
    const wire = await openWebSocket(t, server, path);
    wire.send('1');
    await wire.closed;
  });
}

test('a second POST while the first one arrives ends the session, as the reference server does', async (t) => {
  const session = await openPolling(server, '/engine.io/');
  const first = http.request(session.url, { method: 'POST', headers: { 'Content-Length': 6, Expect: '100-continue' } });
  t.after(() => first.destroy());
  first.on('error', () => {});
  first.flushHeaders();
  await once(first, 'continue');  // so its head was read
  first.write('4on');
  assert.equal((await session.push('4two')).status, 400);
  assert.equal((await session.poll()).status, 400);
});

test('POSTs one after the other, each in several parts, are fine', async () => {
  const session = await openPolling(server, '/engine.io/');
  for (const text of ['one', 'two', 'three']) {
    const post = http.request(session.url, { method: 'POST', headers: { 'Content-Length': text.length + 1 } });
    const answered = once(post, 'response');
    post.write('4');
    await new Promise((resolve) => setImmediate(resolve));
    post.end(text);
    assert.equal((await answered)[0].resume().statusCode, 200);
  }
  const received = [];
  while (received.length < 3) received.push(...(await session.poll()).text.split('\x1e').filter((packet) => packet !== '2'));
  assert.deepEqual(received, ['4one', '4two', '4three']);
});

test('a waiting poll gets a noop when the upgrade is probed, and WebSocket takes over', async (t) => {
  const session = await openPolling(server, '/engine.io/');
  const wire = await upgrade(t, session);
  const polled = await session.poll();
  assert.deepEqual([polled.status, polled.text], [200, '6']);
  wire.send('5');
  wire.answersPings = true;
  wire.send('4hello');
  assert.equal(await wire.next(), '4hello');
});

test('what was pushed before the upgrade arrives once, before what follows', async (t) => {
  const session = await openPolling(server, '/engine.io/');
  const wire = await upgrade(t, session);
  await session.push('4before');
  wire.answersPings = true;
  wire.send('5');
  wire.send('4after');
  assert.equal(await wire.next(), '4before');
  assert.equal(await wire.next(), '4after');
});

test('an upgraded session is no longer there for polling or another WebSocket', async (t) => {
  const session = await openPolling(server, '/engine.io/');
  const wire = await upgrade(t, session);
  wire.answersPings = true;
  wire.send('5');
  wire.send('4upgraded');
  assert.equal(await wire.next(), '4upgraded');
  assert.equal((await session.poll()).status, 400);
  await wires(t)(session.upgradeUrl).closed;
  wire.send('4hello');
  assert.equal(await wire.next(), '4hello');
});

test('an upgrade that is given up leaves the session on long-polling', async (t) => {
  const session = await openPolling(server, '/engine.io/');
  const wire = await upgrade(t, session);
  wire.close();
  await wire.closed;
  await session.push('4still here');
  const received = [];
  while (!received.includes('4still here')) {
    const polled = await session.poll();
    assert.equal(polled.status, 200);
    received.push(...polled.text.split('\x1e'));
  }
});

test('a WebSocket for a session that does not exist is refused', async (t) => {
  const path = '/engine.io/?EIO=4&transport=websocket&sid=';
  await wires(t)(`${server.url}${path}${'B'.repeat(20)}`).closed;
});
