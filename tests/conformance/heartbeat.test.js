'use strict';
const assert = require('node:assert/strict');
const { test } = require('node:test');
const { conformanceServer } = require('./lib/server');
const { openPolling, openWebSocket } = require('./lib/sessions');

const server = conformanceServer([]);  // 300 ms and 200 ms

for (const path of ['/engine.io/', '/socket.io/']) {
  test(`${path} ends a silent polling session`, async () => {
    const session = await openPolling(server, path);
    await session.poll();  // the ping, which is never answered
    let status = 200;
    while (status === 200) status = (await session.poll()).status;
    assert.equal(status, 400);
  });

  test(`${path} ends a silent WebSocket session`, async (t) => {
    const wire = await openWebSocket(t, server, path);
    assert.equal(await wire.next(), '2');
    await wire.closed;
  });
}
