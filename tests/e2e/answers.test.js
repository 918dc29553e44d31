// Acknowledgements and error events: who may send what, and what is wrong with a payload.
'use strict';
const test = require('node:test');
const assert = require('node:assert/strict');
const { startServer } = require('./lib/server');
const people = require('./lib/people');
const { id, ask, token } = people;
const { until } = require('./lib/wait');

const here = { lat: 12.97, lng: 77.59 };

test('answers', async (t) => {
  const server = await startServer(t, { pilots: 12, env: { WAYCAST_POINT_INTERVAL: '1ms' } });
  const pilot = await people.onlinePilot(t, server, 0);
  const user = await people.customer(t, server, 0);
  const admin = await people.admin(t, server);
  const expectError = async (socket, code, event, ...args) => {
    const answer = await ask(socket, event, ...args);
    assert.equal(answer.ok, false, `${event} ${JSON.stringify(args)} was accepted`);
    assert.equal(answer.error.code, code);
    assert.equal(typeof answer.error.message, 'string');
    return answer.error;
  };

  await t.test('an event of another role: ERR_1202', async () => {
    await expectError(user, 'ERR_1202', 'pilot:online', { vehicleId: id('vehicle', 0) });
    await expectError(user, 'ERR_1202', 'pilot:location', here);
    await expectError(user, 'ERR_1202', 'pilot:offline');
    await expectError(user, 'ERR_1202', 'admin:subscribe');
    await expectError(pilot, 'ERR_1202', 'admin:subscribe');
    await expectError(admin, 'ERR_1202', 'pilot:location', here);
  });

  await t.test('without a callback an error comes back as the event error', async () => {
    user.emit('pilot:location', here);
    await until(() => user.last('error'), 'the error event');
    assert.equal(user.last('error').code, 'ERR_1202');
    assert.equal(typeof user.last('error').message, 'string');
  });

  await t.test('a wrong payload: ERR_1001', async () => {
    const wrong = [
      undefined, null, 'text', 7, [], {}, { lat: 1 }, { lat: '1', lng: 2 }, { lat: 91, lng: 2 }, { lat: 1, lng: 181 },
      { lat: null, lng: 2 }, { ...here, heading: 'north' }, { ...here, speed: true }, { ...here, recordedAt: 'yesterday' },
    ];
    for (const payload of wrong) await expectError(pilot, 'ERR_1001', 'pilot:location', payload);
    assert.equal((await ask(pilot, 'pilot:location', { lat: 91, lng: 0 })).error.message, 'Invalid location data');
    await expectError(user, 'ERR_1001', 'booking:subscribe');
    const error = await expectError(user, 'ERR_1001', 'booking:subscribe', { bookingId: 7 });
    assert.match(error.message, /bookingId/);
    await expectError(pilot, 'ERR_1001', 'pilot:online', {});
  });

  await t.test('a heading, speed or accuracy out of range counts as null', async (t) => {
    const watcher = await people.follower(t, server, 0);
    await ask(pilot, 'pilot:location', { ...here, heading: -1, speed: -1, accuracy: -1 });
    const update = await until(() => watcher.last('location:update'), 'the update');
    assert.equal(update.heading, null);
    assert.equal(update.speed, null);
  });

  await t.test('bookings: not found, not theirs, already over', async (t) => {
    await expectError(user, 'ERR_1302', 'booking:subscribe', { bookingId: 'booking-none' });
    await expectError(user, 'ERR_1201', 'booking:subscribe', { bookingId: id('booking', 1) });
    await expectError(pilot, 'ERR_1201', 'booking:subscribe', { bookingId: id('booking', 1) });
    assert.equal((await people.follow(pilot, 0)).ok, true);
    assert.equal((await people.follow(admin, 1)).ok, true);
    const by = token('pilot', id('pilot', 2));
    for (const status of ['ARRIVED_DROP', 'DELIVERED']) {
      const path = `/api/v1/bookings/${id('booking', 2)}/status`;
      assert.equal((await server.request('PATCH', path, { token: by, body: { status } })).status, 200);
    }
    const owner = await people.customer(t, server, 2);
    await expectError(owner, 'ERR_1400', 'booking:subscribe', { bookingId: id('booking', 2) });
  });

  await t.test('vehicles: not found or not theirs', async (t) => {
    const other = await people.pilot(t, server, 3);
    await expectError(other, 'ERR_1303', 'pilot:online', { vehicleId: 'vehicle-none' });
    await expectError(other, 'ERR_1303', 'pilot:online', { vehicleId: id('vehicle', 4) });
  });

  await t.test('a location of a pilot neither online nor on a booking: ERR_1402', async (t) => {
    const by = token('admin', 'admin-000000');
    for (const status of ['ARRIVED_DROP', 'DELIVERED']) {
      await server.request('PATCH', `/api/v1/bookings/${id('booking', 5)}/status`, { token: by, body: { status } });
    }
    const idle = await people.pilot(t, server, 5);
    await expectError(idle, 'ERR_1402', 'pilot:location', here);
  });

  await t.test('an unknown event is ignored, and so is a needless callback', async () => {
    user.emit('no:such:event', { a: 1 });
    user.emit('booking:unsubscribe', { bookingId: id('booking', 0) });
    assert.equal((await people.follow(user, 0)).ok, true);
  });

  await t.test('a status change: only the assigned pilot and admins, only along the table', async () => {
    const change = (who, status) => server.request('PATCH', `/api/v1/bookings/${id('booking', 6)}/status`,
      { token: who, body: { status } });
    assert.equal((await change(token('pilot', id('pilot', 7)), 'ARRIVED_DROP')).json.code, 'ERR_1201');
    assert.equal((await change(token('pilot', id('pilot', 6)), 'DELIVERED')).json.code, 'ERR_1410');
    assert.equal((await change(token('pilot', id('pilot', 6)), 'FLYING')).json.code, 'ERR_1001');
    assert.equal((await change(token('pilot', id('pilot', 6)), 'IN_TRANSIT')).status, 200);
  });
});
