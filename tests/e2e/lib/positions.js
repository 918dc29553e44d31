// Seeded deliveries on which positions are sent, and what became of the positions.
'use strict';
const assert = require('node:assert/strict');
const { startServer } = require('./server');
const { id, ask, token } = require('./people');
const { until } = require('./wait');
const { query } = require('./database');

const fast = { WAYCAST_POINT_INTERVAL: '1ms' };
const start = { lat: 12.97, lng: 77.59 };
const iso = (ms) => new Date(ms).toISOString();

// The seeded bookings were accepted `minutes` ago: the server starts with them so.
async function world(t, { minutes = 60, ...options } = {}) {
  const server = await startServer(t, { ...options, pilots: 3 });
  await server.stop();
  const accepted = iso(Date.now() - minutes * 60000);
  query(server, `update bookings set acceptedAt = '${accepted}', pickedUpAt = '${accepted}', createdAt = '${accepted}'`);
  await server.start();
  return server;
}

// 36 km/h to the north, one point a second, ending now.
function drive(count, until_ = Date.now()) {
  return Array.from({ length: count }, (_, i) => ({
    lat: start.lat + i * 0.00009, lng: start.lng, heading: 0, speed: 10, accuracy: 8,
    recordedAt: iso(until_ - (count - 1 - i) * 1000),
  }));
}

async function send(pilot, list) {
  let answer;
  await until(async () => {
    answer = await ask(pilot, 'pilot:locations', list);
    return answer.error?.code !== 'ERR_1003';
  }, 'the next batch is due');
  return answer;
}

const lats = (socket) => socket.all('location:update').map((u) => u.lat);
const flagged = (server, index) => query(server, `select h.lat from tracking_history h join waycast_flagged_points p on p.id = h.id
  where h.bookingId = '${id('booking', index)}' order by h.createdAt`).map((row) => row.lat);

async function track(server, format) {
  const answer = await server.request('GET', `/api/v1/bookings/${id('booking', 0)}/track?format=${format}`, { token: token('user', id('user', 0)) });
  assert.equal(answer.status, 200, answer.text);
  return answer;
}

module.exports = { fast, start, iso, world, drive, send, lats, flagged, track };
