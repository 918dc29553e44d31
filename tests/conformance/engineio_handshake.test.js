'use strict';
const assert = require('node:assert/strict');
const { test } = require('node:test');
const { conformanceServer } = require('./lib/server');
const { openPolling, openWebSocket } = require('./lib/sessions');
const { request, wires } = require('./lib/wire');

const server = conformanceServer([]);

for (const path of ['/engine.io/', '/socket.io/']) {
  test(`${path} opens a session over long-polling`, async () => {
    const { handshake } = await openPolling(server, path);
    assert.equal(typeof handshake.sid, 'string');
    assert.deepEqual({ ...handshake, sid: '' }, {
      sid: '', upgrades: ['websocket'], pingInterval: 300, pingTimeout: 200, maxPayload: 1000000,
    });
  });

  test(`${path} opens a session over WebSocket`, async (t) => {
    const { handshake } = await openWebSocket(t, server, path);
    assert.equal(typeof handshake.sid, 'string');
    assert.deepEqual({ ...handshake, sid: '' }, {
      sid: '', upgrades: [], pingInterval: 300, pingTimeout: 200, maxPayload: 1000000,
    });
  });

  for (const query of ['transport=polling', 'EIO=abc&transport=polling', 'EIO=3&transport=polling',
    'EIO=4', 'EIO=4&transport=abc', 'EIO=4&transport=polling&sid=unknown',
    `EIO=4&transport=polling&sid=${'A'.repeat(20)}`]) {
    test(`${path}?${query} is refused with 400`, async () => {
      assert.equal((await request(`${server.url}${path}?${query}`)).status, 400);
    });
  }

  for (const method of ['POST', 'PUT']) {
    test(`${path} does not open a session by ${method}`, async () => {
      const url = `${server.url}${path}?EIO=4&transport=polling`;
      assert.equal((await request(url, { method })).status, 400);
    });
  }

  for (const query of ['transport=websocket', 'EIO=abc&transport=websocket', 'EIO=4',
    'EIO=4&transport=abc']) {
    test(`${path}?${query} refuses a WebSocket`, async (t) => {
      const wire = wires(t)(`${server.url}${path}?${query}`);
      assert.equal(await wire.closed, 1006);
    });
  }

  test(`${path} lets pages of any origin in`, async () => {
    const headers = { Origin: 'https://app.example.com' };
    const answer = await request(`${server.url}${path}?EIO=4&transport=polling`, { headers });
    assert.equal(answer.headers['access-control-allow-origin'], 'https://app.example.com');
  });
}

test('session ids are never the same', async () => {
  const sessions = await Promise.all(Array.from({ length: 50 }, () => openPolling(server, '/engine.io/')));
  assert.equal(new Set(sessions.map((session) => session.handshake.sid)).size, 50);
});
