// Connection state recovery: a client whose connection was lost is as it was, and has missed nothing.
'use strict';
const test = require('node:test');
const assert = require('node:assert/strict');
const { startServer } = require('./lib/server');
const people = require('./lib/people');
const { id, ask, token } = people;
const { until } = require('./lib/wait');
const { query } = require('./lib/database');

const at = (step) => ({ lat: 12.97 + step * 0.0001, lng: 77.59 });
const fast = { WAYCAST_POINT_INTERVAL: '1ms' };

async function setStatus(server, index, status) {
  const answer = await server.request('PATCH', `/api/v1/bookings/${id('booking', index)}/status`,
    { token: token('pilot', id('pilot', index)), body: { status } });
  assert.equal(answer.status, 200, answer.text);
}

async function drive(pilot, step) {
  await until(async () => (await ask(pilot, 'pilot:location', at(step))).ok, 'the throttle lets it through');
}

// The connection is gone, and stays so until returns() is called.
async function lose(socket) {
  socket.io.reconnection(false);
  socket.io.engine.close();
  await until(() => !socket.connected, 'it notices');
}

async function returns(socket) {
  socket.io.reconnection(true);
  socket.connect();
  await people.connected(socket);
}

async function call(server, who, method, target, body) {
  const answer = await server.request(method, `/api/v1${target}`, { token: who, body });
  assert.ok(answer.status < 300, `${method} ${target}: ${answer.text}`);
  return answer.json.data;
}

// Pilot 0, whose seeded booking is delivered, online and with a position.
async function freePilot(t, server) {
  for (const status of ['ARRIVED_DROP', 'DELIVERED']) await setStatus(server, 0, status);
  const pilot = await people.onlinePilot(t, server, 0);
  await drive(pilot, 0);
  return pilot;
}

async function book(server) {
  const user = token('user', id('user', 0));
  const address = (label, step) => ({
    label, address: `${label} street 1`, city: 'Bengaluru', state: 'Karnataka', pincode: '560001', ...at(step),
  });
  const from = await call(server, user, 'POST', '/addresses', address('Pickup', 0));
  const to = await call(server, user, 'POST', '/addresses', address('Drop', 200));
  const [vehicle] = await call(server, token('pilot', id('pilot', 0)), 'GET', '/vehicles');
  return call(server, user, 'POST', '/bookings',
    { vehicleTypeId: vehicle.vehicleTypeId, pickupAddressId: from.id, dropAddressId: to.id });
}

const statuses = (socket) => socket.all('booking:status').map((s) => s.status);

for (const shards of [1, 3]) {
  test(`what happened meanwhile arrives once, with a snapshot of the position (${shards} shard(s))`, async (t) => {
    const server = await startServer(t, { shards, env: fast });
    const user = await people.follower(t, server, 0);
    const pilot = await people.onlinePilot(t, server, 0);
    await drive(pilot, 0);
    await until(() => user.last('location:update'), 'it follows');
    const sid = user.id;
    await lose(user);
    await setStatus(server, 0, 'ARRIVED_DROP');
    await drive(pilot, 1);
    await drive(pilot, 2);
    await returns(user);
    assert.equal(user.recovered, true);
    assert.equal(user.id, sid);
    await until(() => user.last('location:update').lat === at(2).lat, 'the position as it is now');
    await drive(pilot, 3);
    await until(() => user.last('location:update').lat === at(3).lat, 'it follows on');
    assert.deepEqual(statuses(user), ['IN_TRANSIT', 'ARRIVED_DROP']);
    assert.deepEqual(user.all('location:update').map((u) => u.lat), [0, 2, 3].map((step) => at(step).lat));
    const notices = user.all('notification').map((n) => n.id);
    assert.ok(notices.length > 0, 'the customer was notified of the change');
    assert.equal(new Set(notices).size, notices.length, 'of everything once');
    await lose(user);
    await returns(user);
    assert.equal(user.recovered, true);
    await until(() => user.all('location:update').length === 4, 'the snapshot');
    assert.deepEqual(statuses(user), ['IN_TRANSIT', 'ARRIVED_DROP'], 'a second loss repeats nothing');
  });

  test(`a booking that ended meanwhile: its last status, then nothing more (${shards} shard(s))`, async (t) => {
    const server = await startServer(t, { shards, env: fast });
    const user = await people.follower(t, server, 1);
    const pilot = await people.onlinePilot(t, server, 1);
    await lose(user);
    await setStatus(server, 1, 'ARRIVED_DROP');
    await setStatus(server, 1, 'DELIVERED');
    await returns(user);
    assert.equal(user.recovered, true);
    await until(() => statuses(user).includes('DELIVERED'), 'the end is told');
    await drive(pilot, 1);
    const answer = await people.follow(user, 1);
    assert.equal(answer.error?.code, 'ERR_1400');
    assert.deepEqual(statuses(user), ['IN_TRANSIT', 'ARRIVED_DROP', 'DELIVERED']);
    assert.equal(user.last('location:update'), undefined);
  });

  test(`another account on the same device gets nothing of the one before (${shards} shard(s))`, async (t) => {
    const server = await startServer(t, { shards, env: fast });
    const device = await people.follower(t, server, 0);
    const pilot = await people.onlinePilot(t, server, 0);
    const otherPilot = await people.onlinePilot(t, server, 1);
    await drive(pilot, 0);
    await until(() => device.last('location:update'), 'it follows');
    const sid = device.id;
    await lose(device);
    await setStatus(server, 0, 'ARRIVED_DROP');
    device.received.length = 0;
    device.auth = { token: token('user', id('user', 1)) };  // the client still sends the session's pid
    await returns(device);
    assert.ok(!device.recovered);
    assert.notEqual(device.id, sid);
    await drive(pilot, 1);
    assert.equal((await people.follow(device, 1)).ok, true);
    await drive(otherPilot, 2);
    await until(() => device.last('location:update')?.lat === at(2).lat, 'it follows its own booking');
    assert.doesNotMatch(JSON.stringify(device.received), /booking-000000|pilot-000000/);
    const first = await people.customer(t, server, 0);
    await until(() => statuses(first).includes('ARRIVED_DROP'), 'the first account has its subscription elsewhere');
  });

  test(`without recovery the subscriptions come back all the same (${shards} shard(s))`, async (t) => {
    const server = await startServer(t, { shards, env: { ...fast, WAYCAST_RECOVERY: 'off' } });
    const user = await people.follower(t, server, 0);
    await lose(user);
    await setStatus(server, 0, 'ARRIVED_DROP');
    await returns(user);
    assert.ok(!user.recovered);
    await until(() => statuses(user).includes('ARRIVED_DROP'), 'a snapshot instead of what was missed');
    const pilot = await people.onlinePilot(t, server, 0);
    await drive(pilot, 7);
    await until(() => user.last('location:update')?.lat === at(7).lat, 'no new subscribe is needed');
  });

  test(`a stolen session id gives its thief nothing, its owner everything (${shards} shard(s))`, async (t) => {
    const server = await startServer(t, { shards, env: fast });
    const user = await people.follower(t, server, 0);
    await lose(user);
    await setStatus(server, 0, 'ARRIVED_DROP');
    const thief = people.open(server, { token: token('user', id('user', 1)), pid: user._pid, offset: user._lastOffset });
    t.after(() => thief.disconnect());
    await people.connected(thief);
    assert.notEqual(thief.id, user.id);
    const pilot = await people.onlinePilot(t, server, 0);
    await drive(pilot, 1);
    await returns(user);
    assert.equal(user.recovered, true);
    await until(() => user.last('location:update')?.lat === at(1).lat, 'the owner is back');
    assert.equal((await people.follow(thief, 0)).error.code, 'ERR_1201');
    assert.deepEqual(thief.received.filter((r) => r.event !== 'notification'), []);
  });
}

test('a dashboard that returns has the newest stats and the bookings that changed', async (t) => {
  const server = await startServer(t, { env: fast });
  const admin = await people.admin(t, server);
  assert.equal((await ask(admin, 'admin:subscribe')).ok, true);
  assert.equal((await ask(admin, 'admin:booking:subscribe', { bookingId: id('booking', 0) })).ok, true);
  await lose(admin);
  const before = admin.all('dashboard:stats').length;
  await setStatus(server, 0, 'ARRIVED_DROP');
  await returns(admin);
  assert.equal(admin.recovered, true);
  await until(() => admin.all('dashboard:stats').length > before, 'stats at once');
  assert.deepEqual(admin.all('booking:updated').map((b) => b.status), ['ARRIVED_DROP']);
  const pilot = await people.onlinePilot(t, server, 0);
  await drive(pilot, 1);
  await until(() => admin.last('booking:location')?.lat === at(1).lat, 'booking:location goes on');
});

for (const recovery of ['on', 'off']) {
  test(`a server that is killed: subscriptions come back with the client (recovery ${recovery})`, async (t) => {
    const server = await startServer(t, { env: { ...fast, WAYCAST_RECOVERY: recovery } });
    const user = await people.follower(t, server, 0);
    const gave_up = await people.follower(t, server, 1);
    assert.equal((await ask(gave_up, 'booking:unsubscribe', { bookingId: id('booking', 1) })).ok, true);
    await until(() => query(server, 'select * from waycast_followed').length === 1, 'it is stored');
    for (let round = 1; round <= 2; round++) {
      await server.kill();
      await server.start();
      await people.connected(user);
      await people.connected(gave_up);
      const pilots = [await people.onlinePilot(t, server, 0), await people.onlinePilot(t, server, 1)];
      await drive(pilots[1], round);
      await drive(pilots[0], round);
      await until(() => user.last('location:update')?.lat === at(round).lat, 'no new subscribe is needed');
      assert.equal((await ask(gave_up, 'booking:unsubscribe', { bookingId: id('booking', 1) })).ok, true);
      assert.deepEqual(gave_up.all('location:update'), []);
    }
  });

  test(`a server that is killed: the dashboard goes on with the client (recovery ${recovery})`, async (t) => {
    const server = await startServer(t, { env: { ...fast, WAYCAST_RECOVERY: recovery } });
    const admin = await people.admin(t, server);
    assert.equal((await ask(admin, 'admin:subscribe')).ok, true);
    assert.equal((await ask(admin, 'admin:booking:subscribe', { bookingId: id('booking', 0) })).ok, true);
    await until(() => query(server, 'select * from waycast_followed').length === 3, 'it is stored');
    for (let round = 1; round <= 2; round++) {
      const before = admin.all('dashboard:stats').length;
      await server.kill();
      await server.start();
      await people.connected(admin);
      await until(() => admin.all('dashboard:stats').length > before, 'stats at once');
      const pilot = await people.onlinePilot(t, server, 0);
      await drive(pilot, round);
      await until(() => admin.last('booking:location')?.lat === at(round).lat, 'the booking is watched');
      await setStatus(server, round, 'ARRIVED_DROP');
      await until(() => admin.last('booking:updated')?.id === id('booking', round), 'and the others seen');
    }
  });

  test(`a pilot who was away is told of offers that ended and of those that wait (recovery ${recovery})`, async (t) => {
    const server = await startServer(t, { pilots: 4, env: { ...fast, WAYCAST_RECOVERY: recovery, WAYCAST_OFFER_TIME: '20s' } });
    const pilot = await freePilot(t, server);
    const first = await book(server);
    const offer = await until(() => pilot.last('booking:offer'), 'an offer');
    assert.equal(offer.bookingId, first.id);
    await lose(pilot);
    await call(server, token('user', id('user', 0)), 'POST', `/bookings/${first.id}/cancel`, {});
    const next = await book(server);
    await until(() => query(server, `select id from waycast_offers where bookingId = '${next.id}' and state = 'PENDING'`).length === 1, 'the next offer');
    await returns(pilot);
    await until(() => pilot.last('booking:offer').bookingId === next.id, 'it is told of the offer that waits');
    await until(() => pilot.last('offer:expired'), 'and of the one that ended');
    assert.deepEqual(pilot.all('offer:expired').map((o) => [o.offerId, o.reason]), [[offer.offerId, 'cancelled']]);
    assert.equal(pilot.all('booking:offer').length, 2);
    assert.equal((await ask(pilot, 'offer:accept', { offerId: pilot.last('booking:offer').offerId })).ok, true);
  });
}

test('an offer that ends while the server is down: its pilot is told', async (t) => {
  const server = await startServer(t, { pilots: 4, env: { ...fast, WAYCAST_OFFER_TIME: '2s' } });
  const pilot = await freePilot(t, server);
  await book(server);
  const offer = await until(() => pilot.last('booking:offer'), 'an offer');
  await server.kill();
  await until(() => Date.now() > Date.parse(offer.expiresAt), 'its time is over');
  await server.start();
  await people.connected(pilot);
  await until(() => pilot.all('offer:expired').some((o) => o.offerId === offer.offerId && o.reason === 'timeout'), 'it is told');
});

test('a pilot who went stale before a restart comes back with their next location, one who left does not', async (t) => {
  const server = await startServer(t, { pilots: 2, env: { ...fast, WAYCAST_STALE_AFTER: '1s' } });
  const isOnline = (index) => query(server, `select isOnline from pilots where id = '${id('pilot', index)}'`)[0].isOnline === 1;
  for (const index of [0, 1]) for (const status of ['ARRIVED_DROP', 'DELIVERED']) await setStatus(server, index, status);
  const [silent, gone] = [await people.onlinePilot(t, server, 0), await people.onlinePilot(t, server, 1)];
  await until(() => !isOnline(0) && !isOnline(1), 'no position came for too long');
  assert.equal((await ask(gone, 'pilot:offline')).ok, true);
  await server.kill();
  await server.start();
  await people.connected(silent);
  await people.connected(gone);
  assert.deepEqual(await ask(silent, 'pilot:location', at(0)), { ok: true });
  await until(() => isOnline(0), 'the location brings it back');
  assert.equal((await ask(gone, 'pilot:location', at(0))).error.code, 'ERR_1402');
});

for (const shards of [1, 3]) {
  test(`every device of an account is followed up after a restart, a new one is not (${shards} shard(s))`, async (t) => {
    const server = await startServer(t, { shards, pilots: 2, env: fast });
    const phones = [];
    for (let i = 0; i < 3; i += 1) phones.push(await people.follower(t, server, 0));
    const pilot = await people.onlinePilot(t, server, 0);
    await until(() => query(server, 'select * from waycast_followed').length === 3, 'it is stored');
    phones.forEach((phone) => phone.io.reconnection(false));
    await server.kill();
    await server.start();
    for (const phone of phones) {  // one after the other, so that each finds what the one before left
      await returns(phone);
      await until(() => phone.last('booking:status'), 'the snapshot');
      await until(() => query(server, `select * from waycast_followed where socket = '${phone.id}'`).length, 'it is stored');
    }
    const another = await people.customer(t, server, 0);
    await people.connected(pilot);
    await drive(pilot, 1);
    await until(() => phones.every((phone) => phone.last('location:update')?.lat === at(1).lat), 'all see it');
    assert.deepEqual(another.all('location:update'), []);
  });
}
