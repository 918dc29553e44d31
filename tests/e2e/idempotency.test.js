// POST with an Idempotency-Key: done once, whatever is killed and whoever repeats it.
'use strict';
const test = require('node:test');
const assert = require('node:assert/strict');
const { startServer } = require('./lib/server');
const { id, token } = require('./lib/people');
const { until } = require('./lib/wait');
const { query } = require('./lib/database');

const order = {
  vehicleTypeId: 'vehicle-type-bike', pickupAddressId: id('pickup', 0), dropAddressId: id('drop', 0),
};

function book(server, key, body = order) {
  return server.request('POST', '/api/v1/bookings',
    { token: token('user', id('user', 0)), body, headers: { 'idempotency-key': key } });
}

const pending = (server) => query(server, "select id from bookings where status = 'PENDING'");

test('kill -9 as soon as the booking is in the table: a repeat gets that booking', async (t) => {
  // A second commit would come two seconds after the first: an answer stored by itself would be lost.
  const server = await startServer(t, { pilots: 1, env: { WAYCAST_COMMIT_INTERVAL: '2s' } });
  const first = book(server, 'order-1').catch(() => undefined);
  await until(() => pending(server).length === 1, 'the booking is committed');
  await server.kill();
  await first;
  const [{ id: booking }] = pending(server);
  await server.start();
  const again = await book(server, 'order-1');
  assert.equal(again.status, 201, again.text);
  assert.equal(again.json.data.id, booking);
  assert.equal(again.headers.get('idempotency-replayed'), 'true');
  assert.equal(pending(server).length, 1, 'nothing was booked twice');
});

test('repeats while the first is under way book nothing', async (t) => {
  const server = await startServer(t, { pilots: 1, shards: 3, env: { WAYCAST_COMMIT_INTERVAL: '300ms' } });
  const answers = await Promise.all(Array.from({ length: 8 }, () => book(server, 'order-1')));
  const made = answers.filter((answer) => answer.status === 201);
  assert.ok(made.length >= 1);
  assert.equal(new Set(made.map((answer) => answer.json.data.id)).size, 1);
  for (const answer of answers.filter((other) => other.status !== 201)) {
    assert.equal(answer.status, 409, answer.text);
    assert.equal(answer.json.code, 'ERR_1411');
  }
  assert.equal(pending(server).length, 1);
  const other = await book(server, 'order-1', { ...order, packageType: 'FOOD' });
  assert.equal(other.json.code, 'ERR_1411', 'the key belongs to another body');
});
