// The product's seed design, row by row, with real clients over both transports, on 1 and on 3 shards.
// (Row 8, the hybrid sender, is the pilot client's.)
'use strict';
const test = require('node:test');
const assert = require('node:assert/strict');
const { startServer } = require('./lib/server');
const people = require('./lib/people');
const { id, token, ask, transports } = people;
const { until } = require('./lib/wait');
const { row, points } = require('./lib/database');

const at = (step, more = {}) => ({ lat: 12.97 + step * 0.0005, lng: 77.59, ...more });
const setStatus = (server, index, status, who = token('admin', 'admin-000000')) => server.request(
  'PATCH', `/api/v1/bookings/${id('booking', index)}/status`, { token: who, body: { status } });

for (const shards of [1, 3]) {
  for (const [name, list] of Object.entries(transports)) {
    test(`${name}, ${shards} shard(s)`, async (t) => {
      const server = await startServer(t, {
        shards, pilots: 20,
        env: { WAYCAST_GRACE: '1500ms', WAYCAST_STALE_AFTER: '2500ms', WAYCAST_POINT_INTERVAL: '200ms' },
      });
      await rows(t, server, { transports: list });
    });
  }
}

async function rows(t, server, options) {
  await t.test('row 1: Socket.IO and REST share the port and the tokens', async (t) => {
    const own = token('user', id('user', 0));
    await people.customer(t, server, 0, options);
    assert.equal((await server.get('/health')).status, 200);
    assert.equal((await server.get(`/api/v1/bookings/${id('booking', 0)}/track`, own)).status, 200);
    const stranger = await server.get(`/api/v1/bookings/${id('booking', 0)}/track`);
    assert.equal(stranger.status, 401);
    assert.equal(stranger.json.code, 'ERR_1100');
  });

  await t.test('row 2: booking, personal and dashboard rooms; the personal one is joined on connect', async (t) => {
    const user = await people.customer(t, server, 1, options);
    const pilot = await people.pilot(t, server, 1, options);
    const admin = await people.admin(t, server, options);
    assert.deepEqual(await ask(admin, 'admin:subscribe'), { ok: true });
    await until(() => admin.last('dashboard:stats'), 'the dashboard room answers');
    await people.follow(admin, 1);
    assert.equal((await setStatus(server, 1, 'ARRIVED_DROP')).status, 200);
    for (const [who, socket] of Object.entries({ user, pilot, admin })) {
      await until(() => socket.all('booking:status').some((s) => s.status === 'ARRIVED_DROP'), `${who} hears of it`);
    }
  });

  await t.test('row 3: every client event of the design is answered', async (t) => {
    const pilot = await people.pilot(t, server, 2, options);
    const user = await people.customer(t, server, 2, options);
    const admin = await people.admin(t, server, options);
    assert.deepEqual(await people.goOnline(pilot, 2), { ok: true, bookings: [id('booking', 2)] });
    assert.equal((await ask(pilot, 'pilot:location', at(0))).ok, true);
    assert.equal((await people.follow(user, 2)).ok, true);
    assert.equal((await ask(user, 'booking:unsubscribe', { bookingId: id('booking', 2) })).ok, true);
    assert.equal((await ask(admin, 'admin:subscribe')).ok, true);
    assert.equal((await ask(pilot, 'pilot:offline')).ok, true);
  });

  await t.test('row 4: location:update and booking:status carry what the contract says', async (t) => {
    const user = await people.follower(t, server, 3, options);
    const pilot = await people.onlinePilot(t, server, 3, options);
    await ask(pilot, 'pilot:location', at(1, { heading: 90, speed: 12.5 }));
    const update = await until(() => user.last('location:update'), 'the customer sees the position');
    const { timestamp, seq, ...rest } = update;
    assert.deepEqual(rest, {
      bookingId: id('booking', 3), pilotId: id('pilot', 3), ...at(1), heading: 90, speed: 12.5,
    });
    assert.match(timestamp, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
    assert.ok(Number.isInteger(seq));
    const status = user.all('booking:status')[0];
    assert.equal(status.bookingId, id('booking', 3));
    assert.equal(status.status, 'IN_TRANSIT');
    assert.equal(status.pilotId, id('pilot', 3));
    assert.equal(typeof status.pilotPhone, 'string');
    assert.equal(pilot.all('location:update').length, 0, 'not echoed to its sender');
  });

  await t.test('row 5: a token with and without Bearer, for users, pilots and admins', async (t) => {
    for (const [type, who] of [['user', id('user', 4)], ['pilot', id('pilot', 4)], ['admin', id('admin', 0)]]) {
      for (const prefix of ['', 'Bearer ']) {
        const socket = people.open(server, { token: prefix + token(type, who) }, options);
        t.after(() => socket.disconnect());
        await people.connected(socket);
      }
    }
  });

  await t.test('row 6: offline after the grace, not before; subscriptions come back by themselves', async (t) => {
    const pilot = await people.onlinePilot(t, server, 5, options);
    const stored = () => row(server, `select * from pilots where id = '${id('pilot', 5)}'`);
    assert.equal((await ask(pilot, 'pilot:location', at(0))).ok, true);
    await until(() => stored().isOnline && stored().lastLocationAt, 'the row says online, and since when');
    pilot.io.engine.close();
    pilot.disconnect();
    await until(() => !stored().isOnline, 'the grace runs out');
    const { lastLocationAt, updatedAt } = stored();
    assert.ok(Date.parse(updatedAt) - Date.parse(lastLocationAt) >= 1500, `${lastLocationAt} + grace <= ${updatedAt}`);

    const user = await people.follower(t, server, 6, options);
    const driver = await people.onlinePilot(t, server, 6, options);
    user.io.engine.close();
    await until(() => !user.connected, 'the connection is lost');
    await people.connected(user);
    await ask(driver, 'pilot:location', at(2));
    await until(() => user.last('location:update')?.lat === at(2).lat, 'updates arrive without a new subscribe');
  });

  await t.test('row 7: limits answer ERR_1003', async (t) => {
    const pilot = await people.onlinePilot(t, server, 7, options);
    const answers = await Promise.all([ask(pilot, 'pilot:location', at(0)), ask(pilot, 'pilot:location', at(1))]);
    assert.equal(answers[0].ok, true);
    assert.equal(answers[1].error.code, 'ERR_1003');
    const user = await people.customer(t, server, 7, options);
    for (let i = 0; i < 10; i++) assert.equal((await people.follow(user, 7)).ok, true);
    assert.equal((await people.follow(user, 7)).error.code, 'ERR_1003');
  });

  await t.test('row 9: a location is checked, stored, broadcast; an early one ignored', async (t) => {
    const user = await people.follower(t, server, 8, options);
    const pilot = await people.onlinePilot(t, server, 8, options);
    const [first, early] = await Promise.all([ask(pilot, 'pilot:location', at(5)), ask(pilot, 'pilot:location', at(6))]);
    assert.equal(first.ok, true);
    assert.equal(early.error.code, 'ERR_1003');
    const stored = row(server, `select * from pilots where id = '${id('pilot', 8)}'`);
    assert.equal(stored.currentLat, at(5).lat);
    assert.equal(stored.currentLng, at(5).lng);
    assert.ok(stored.lastLocationAt);
    assert.equal(row(server, `select * from bookings where id = '${id('booking', 8)}'`).currentLat, at(5).lat);
    assert.deepEqual(points(server, id('booking', 8)).map((p) => p.lat), [at(5).lat]);
    await until(() => user.last('location:update'), 'the broadcast');
    assert.deepEqual(user.all('location:update').map((u) => u.lat), [at(5).lat]);
  });

  await t.test('row 10: stale goes offline, its next location comes back online; an explicit offline stays', async (t) => {
    await setStatus(server, 9, 'ARRIVED_DROP');
    await setStatus(server, 9, 'DELIVERED');
    const pilot = await people.onlinePilot(t, server, 9, options);
    const isOnline = () => row(server, `select isOnline from pilots where id = '${id('pilot', 9)}'`).isOnline === 1;
    await until(() => !isOnline(), 'no update for too long');
    assert.equal((await ask(pilot, 'pilot:location', at(0))).ok, true);
    await until(isOnline, 'the location brings it back');
    assert.equal((await ask(pilot, 'pilot:offline')).ok, true);
    assert.equal((await ask(pilot, 'pilot:location', at(1))).error.code, 'ERR_1402');
    assert.equal(isOnline(), false);
  });

  await t.test('row 11: status changes reach the booking room and the user room', async (t) => {
    const user = await people.customer(t, server, 10, options);
    const admin = await people.admin(t, server, options);
    await people.follow(admin, 10);
    const pilot = token('pilot', id('pilot', 10));
    assert.equal((await setStatus(server, 10, 'ARRIVED_DROP', pilot)).status, 200);
    assert.equal((await setStatus(server, 10, 'DELIVERED', pilot)).status, 200);
    const seen = (socket) => socket.all('booking:status').map((s) => s.status);
    await until(() => seen(user).includes('DELIVERED') && seen(admin).includes('DELIVERED'), 'both hear of it');
    assert.deepEqual(seen(user), ['ARRIVED_DROP', 'DELIVERED']);
    assert.deepEqual(seen(admin), ['IN_TRANSIT', 'ARRIVED_DROP', 'DELIVERED']);
    assert.ok(user.last('booking:status').pilotPhone);
    assert.equal(admin.last('booking:status').pilotPhone, undefined);
  });
}
