// Following a booking: snapshot, sequence numbers, limits, restored rooms, the end.
'use strict';
const test = require('node:test');
const assert = require('node:assert/strict');
const { startServer } = require('./lib/server');
const people = require('./lib/people');
const { id, ask, token } = people;
const { until } = require('./lib/wait');
const { row } = require('./lib/database');

const at = (step) => ({ lat: 12.97 + step * 0.0001, lng: 77.59 });
const fast = { WAYCAST_POINT_INTERVAL: '1ms' };

async function setStatus(server, index, status) {
  const answer = await server.request('PATCH', `/api/v1/bookings/${id('booking', index)}/status`,
    { token: token('pilot', id('pilot', index)), body: { status } });
  assert.equal(answer.status, 200, answer.text);
}

const isOnline = (server, index) => row(server, `select isOnline from pilots where id = '${id('pilot', index)}'`).isOnline === 1;

// Sends `count` points one after another, each acknowledged.
async function drive(pilot, count, from = 0) {
  for (let step = from; step < from + count; step++) {
    await until(async () => (await ask(pilot, 'pilot:location', at(step))).ok, 'the throttle lets it through');
  }
}

for (const shards of [1, 3]) {
  test(`a subscriber gets status and last position before the acknowledgement (${shards} shard(s))`, async (t) => {
    const server = await startServer(t, { shards, env: fast });
    const pilot = await people.onlinePilot(t, server, 0);
    await drive(pilot, 3);
    const user = await people.customer(t, server, 0);
    const order = [];
    user.onAny((event) => order.push(event));
    await new Promise((resolve) => {
      user.emit('booking:subscribe', { bookingId: id('booking', 0) }, () => { order.push('ack'); resolve(); });
    });
    assert.deepEqual(order, ['booking:status', 'location:update', 'ack']);
    assert.equal(user.last('location:update').lat, at(2).lat);
  });

  test(`seq grows by one per update, and jumps forward over a restart (${shards} shard(s))`, async (t) => {
    const server = await startServer(t, { shards, env: fast });
    const user = await people.follower(t, server, 0);
    const pilot = await people.onlinePilot(t, server, 0);
    await drive(pilot, 20);
    await until(() => user.all('location:update').length === 20, 'all of them');
    const numbers = user.all('location:update').map((u) => u.seq);
    assert.deepEqual(numbers, numbers.map((_, i) => numbers[0] + i));
    await server.kill();
    await server.start();
    await people.connected(pilot);
    await people.connected(user);
    assert.equal((await people.follow(user, 0)).ok, true);
    await people.goOnline(pilot, 0);
    await drive(pilot, 1, 30);
    await until(() => user.last('location:update').lat === at(30).lat, 'the first after the restart');
    assert.ok(user.last('location:update').seq > numbers.at(-1));
  });

  test(`subscriptions are restored on reconnect and across a restart of the server (${shards} shard(s))`, async (t) => {
    const server = await startServer(t, { shards, env: fast });
    const user = await people.follower(t, server, 1);
    await server.stop();
    await server.start();
    await people.connected(user);
    const pilot = await people.onlinePilot(t, server, 1);
    await drive(pilot, 1, 7);
    await until(() => user.last('location:update')?.lat === at(7).lat, 'the update arrives without a new subscribe');
  });

  test(`an explicit disconnect drops the subscriptions (${shards} shard(s))`, async (t) => {
    const server = await startServer(t, { shards, env: fast });
    const user = await people.follower(t, server, 2);
    user.disconnect();
    user.connect();
    await people.connected(user);
    const pilot = await people.onlinePilot(t, server, 2);
    const witness = await people.follower(t, server, 2);
    await drive(pilot, 2);
    await until(() => witness.all('location:update').length === 2, 'a subscriber sees them');
    assert.equal((await ask(user, 'booking:unsubscribe', { bookingId: id('booking', 2) })).ok, true);
    assert.equal(user.all('location:update').length, 0);
  });

  test(`the room is emptied after the final status (${shards} shard(s))`, async (t) => {
    const server = await startServer(t, { shards, env: fast });
    const user = await people.follower(t, server, 3);
    const pilot = await people.onlinePilot(t, server, 3);
    await drive(pilot, 1);
    await setStatus(server, 3, 'ARRIVED_DROP');
    await setStatus(server, 3, 'DELIVERED');
    await until(() => user.last('booking:status').status === 'DELIVERED', 'the end is told');
    await until(() => user.last('location:update'), 'the only position');
    await drive(pilot, 3, 5);
    assert.equal((await ask(user, 'booking:unsubscribe', { bookingId: id('booking', 3) })).ok, true);
    assert.deepEqual(user.all('location:update').map((u) => u.lat), [at(0).lat], 'nothing after the end');
    assert.deepEqual(user.all('booking:status').map((s) => s.status), ['IN_TRANSIT', 'ARRIVED_DROP', 'DELIVERED']);
  });
}

test('ten subscriptions a minute per identity, over all its sockets; admins are exempt', async (t) => {
  const server = await startServer(t, { shards: 3 });
  const sockets = [await people.customer(t, server, 0), await people.customer(t, server, 0)];
  for (let i = 0; i < 10; i++) {
    const answer = await people.follow(sockets[i % 2], i < 5 ? 0 : 1);
    assert.equal(answer.ok || answer.error.code === 'ERR_1201', true, JSON.stringify(answer));
  }
  assert.equal((await people.follow(sockets[0], 0)).error.code, 'ERR_1003');
  assert.equal((await people.follow(sockets[1], 0)).error.code, 'ERR_1003');
  const pilot = await people.onlinePilot(t, server, 0);
  await ask(pilot, 'pilot:location', at(0));
  await until(() => sockets[0].last('location:update'), 'a refusal removes no membership');
  const admin = await people.admin(t, server);
  for (let i = 0; i < 12; i++) assert.equal((await people.follow(admin, 0)).ok, true);
});

test('two devices of one pilot: one throttle, and the grace waits for the last socket', async (t) => {
  const server = await startServer(t, { shards: 3, env: { WAYCAST_GRACE: '300ms', WAYCAST_POINT_INTERVAL: '10s' } });
  const phones = [await people.onlinePilot(t, server, 0), await people.onlinePilot(t, server, 0)];
  const user = await people.follower(t, server, 0);
  assert.equal((await ask(phones[0], 'pilot:location', at(0))).ok, true);
  assert.equal((await ask(phones[1], 'pilot:location', at(1))).error.code, 'ERR_1003');
  await until(() => phones[1].last('location:update'), 'the other device sees it; it is in the booking room');
  const other = await people.onlinePilot(t, server, 1);
  phones[0].io.engine.close();
  phones[0].disconnect();
  await until(() => isOnline(server, 0) && isOnline(server, 1), 'both rows say online');
  other.io.engine.close();
  other.disconnect();
  await until(() => !isOnline(server, 1), 'the grace of a pilot who left later has run out');
  assert.ok(isOnline(server, 0), 'the second device keeps this one online');
  assert.equal(user.all('location:update').length, 1);
});
