// Clients that want to hurt others, and clients of good will that look alike.
'use strict';
const test = require('node:test');
const assert = require('node:assert/strict');
const { startServer } = require('./lib/server');
const { id, token, open, connected, refused, customer } = require('./lib/people');
const { dial, exchange, metric, megabytes, flood } = require('./lib/tcp');
const { until } = require('./lib/wait');

const handshake = 'GET /socket.io/?EIO=4&transport=polling HTTP/1.1\r\nHost: a\r\n';
const from = 'Origin: https://app.example\r\n';
const statuses = (text) => [...text.matchAll(/HTTP\/1\.1 (\d+)/g)].map((match) => match[1]);

test('pipelining without reading costs the server next to nothing', async (t) => {
  const server = await startServer(t, { pilots: 1 });
  const before = await megabytes(server);
  const client = dial(t, server.port, { paused: true });
  const sent = await flood(client, Buffer.from('GET /asyncapi.json HTTP/1.1\r\nHost: a\r\n\r\n'.repeat(1000)), 50e6);
  assert.ok(sent < 50e6, 'it was made to wait');
  const grown = (await megabytes(server)) - before;
  assert.ok(grown < 30, `${grown} MiB more`);
});

test('polling sessions have a limit for each address, and end by themselves', async (t) => {
  const server = await startServer(t, {
    pilots: 1, shards: 2, env: { WAYCAST_SESSIONS_PER_ADDRESS: '50', WAYCAST_CONNECT_TIMEOUT: '3s' },
  });
  const client = dial(t, server.port);
  const junk = `X-Junk: ${'j'.repeat(12000)}\r\n`;
  client.write(`${handshake}${junk}\r\n`.repeat(60));
  await until(() => statuses(client.text).length === 60, 'all are answered');
  assert.deepEqual(statuses(client.text), [...Array(50).fill('200'), ...Array(10).fill('429')]);
  assert.match(client.text, /\{"code":7,"message":"Too many sessions from this address"\}/);
  assert.equal(await metric(server, 'waycast_address_refusals_total{of="sessions"}'), 10);
  await until(async () => (await metric(server, 'waycast_sessions')) === 0, 'none has a CONNECT, all end');
  await customer(t, server, 0, { transports: ['polling'] });
});

test('behind a proxy the limit is of the address that it names', async (t) => {
  const server = await startServer(t, {
    pilots: 1,
    env: { WAYCAST_SESSIONS_PER_ADDRESS: '1', WAYCAST_TRUSTED_PROXIES: '1', WAYCAST_CONNECTIONS_PER_ADDRESS: '2' },
  });
  const status = async (address) => (await server.request('GET', '/socket.io/?EIO=4&transport=polling', {
    headers: { 'x-forwarded-for': address },
  })).status;
  assert.equal(await status('198.51.100.1'), 200);
  assert.equal(await status('198.51.100.2'), 200);
  assert.equal(await status('203.0.113.1, 198.51.100.2'), 429);
  const idle = Array.from({ length: 5 }, () => dial(t, server.port));
  await until(async () => (await metric(server, 'waycast_connections')) >= 6, 'connections are the proxy\'s');
  assert.ok(idle.every((socket) => !socket.destroyed));
});

test('connections have a limit for each address', async (t) => {
  const server = await startServer(t, { pilots: 1, env: { WAYCAST_CONNECTIONS_PER_ADDRESS: '3' } });
  const sockets = Array.from({ length: 6 }, () => dial(t, server.port));
  let ended = 0;
  for (const socket of sockets) socket.ended.then(() => { ended += 1; });
  await until(() => ended === 3, 'the others are closed');
  sockets.forEach((socket) => socket.destroy());
  await until(async () => {
    try {
      return (await metric(server, 'waycast_address_refusals_total{of="connections"}')) >= 3;
    } catch {
      return false;  // refused as well, until the server noticed that the others left
    }
  }, 'there is room again');
});

test('sockets have a limit for each identity', async (t) => {
  const server = await startServer(t, { pilots: 2, env: { WAYCAST_SOCKETS_PER_IDENTITY: '2' } });
  const first = await customer(t, server, 0);
  await customer(t, server, 0);
  const third = open(server, { token: token('user', id('user', 0)) }, { reconnection: false });
  t.after(() => third.disconnect());
  const error = await refused(third);
  assert.equal(error.message, 'Too many connections');
  assert.deepEqual(error.data, { code: 'ERR_1003' });
  await customer(t, server, 1);
  first.disconnect();
  await until(async () => {
    const again = open(server, { token: token('user', id('user', 0)) }, { reconnection: false });
    t.after(() => again.disconnect());
    return connected(again).then(() => true, () => false);
  }, 'a place is free again');
  assert.ok(await metric(server, 'waycast_identity_refusals_total') >= 1);
});

test('unfinished bodies of all together have a limit, small ones go on', async (t) => {
  const server = await startServer(t, { pilots: 1, env: { WAYCAST_MAX_UNFINISHED: '1000000' } });
  const unfinished = `POST /api/v1/addresses HTTP/1.1\r\nHost: a\r\n${from}Content-Length: 900000\r\n\r\n${'x'.repeat(600000)}`;
  const holders = [dial(t, server.port), dial(t, server.port)];
  holders.forEach((socket) => socket.write(unfinished));
  await until(() => holders.some((socket) => socket.text.includes('ERR_1004')), 'one of them is refused');
  const text = holders.map((socket) => socket.text).join('');
  assert.deepEqual(statuses(text), ['503']);
  assert.match(text, /Access-Control-Allow-Origin: https:\/\/app\.example\r\n/);
  const small = await server.request('POST', '/api/v1/addresses', { token: token('user', id('user', 0)), body: {} });
  assert.equal(small.json.code, 'ERR_1001');
});

test('a page can read why the server refused its request', async (t) => {
  const server = await startServer(t, {
    pilots: 1, env: { CLIENT_URL: 'https://app.example', WAYCAST_MAX_PAYLOAD: '2000' },
  });
  const sized = (target, size) => `POST ${target} HTTP/1.1\r\nHost: a\r\n${from}Content-Length: ${size}\r\n\r\n`;
  const coded = (target, coding) => `POST ${target} HTTP/1.1\r\nHost: a\r\n${from}Transfer-Encoding: ${coding}\r\n\r\n0\r\n\r\n`;
  const polling = '/socket.io/?EIO=4&transport=polling';
  for (const [request, status] of [
    [sized(polling, 2001), '413'],
    [coded(polling, 'gzip, chunked'), '501'],
    [`GET ${polling}&x=${'x'.repeat(9000)} HTTP/1.1\r\nHost: a\r\n${from}\r\n`, '414'],
    [`GET ${polling} HTTP/1.1\r\nHost: a\r\n${from}X: ${'x'.repeat(17000)}\r\n\r\n`, '431'],
    [sized('/api/v1/addresses', 2e6), '413'],
    [coded('/api/v1/addresses', 'gzip, chunked'), '501'],
    [`GET /api/v1/health HTTP/1.1\r\nHost: a\r\nHost: b\r\n${from}\r\n`, '400'],
    [`GET /api/v1/x?${'x'.repeat(9000)} HTTP/1.1\r\nHost: a\r\n${from}\r\n`, '414'],
  ]) {
    const answer = await exchange(t, server.port, request);
    assert.deepEqual(statuses(answer), [status], request.slice(0, 80));
    assert.match(answer, /\r\nAccess-Control-Allow-Origin: https:\/\/app\.example\r\n/, answer.slice(0, 500));
    if (!request.includes('/api/')) continue;
    assert.match(answer, /\r\nX-Request-Id: /);
    assert.match(answer, /Access-Control-Expose-Headers: ETag, Idempotency-Replayed, Retry-After, X-Request-Id/);
    assert.match(answer, /"code":"ERR_1001"/);
  }
});

test('a client that ends its half gets its answers, and leaves nothing behind', async (t) => {
  const server = await startServer(t, { pilots: 1, shards: 2 });
  const nobody = await metric(server, 'waycast_connections');
  const list = `GET /api/v1/addresses HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer ${token('user', id('user', 0))}\r\n\r\n`;
  for (let i = 0; i < 10; i++) {
    const answer = await exchange(t, server.port, list.repeat(3), { halfClose: true });
    assert.deepEqual(statuses(answer), ['200', '200', '200']);
  }
  const opened = await exchange(t, server.port, `${handshake}\r\n`, { halfClose: true });
  const sid = /"sid":"([^"]+)"/.exec(opened)[1];
  const poll = `GET /socket.io/?EIO=4&transport=polling&sid=${sid} HTTP/1.1\r\nHost: a\r\n\r\n`;
  const ended = await exchange(t, server.port, poll, { halfClose: true });
  assert.match(ended, /\r\n\r\n1$/, 'who ends a poll ends the session, and is told');
  await until(async () => (await metric(server, 'waycast_connections')) <= nobody, 'no connection is left');
});
