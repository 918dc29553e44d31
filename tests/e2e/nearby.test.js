// Who is near, asked by a customer who would rather know where: a pilot's place within a cell of the grid changes no
// answer, whatever is asked; and questions are limited.
'use strict';
const test = require('node:test');
const assert = require('node:assert/strict');
const { startServer } = require('./lib/server');
const { id, token, onlinePilot, ask } = require('./lib/people');
const { until } = require('./lib/wait');

const customer = token('user', id('user', 1));
const operator = token('admin', id('admin', 0));
const path = ({ lat, lng }, radius, limit = 20) => `/api/v1/pilots/nearby?lat=${lat}&lng=${lng}&radius=${radius}&limit=${limit}`;

// The middle of the cell of 1 km that has this place, as the server's grid has it.
function middle({ lat, lng }) {
  const rows = Math.round(Math.PI * 6371);
  const row = Math.floor(((lat + 90) / 180) * rows);
  const rowMiddle = ((row + 0.5) / rows) * 180 - 90;
  const columns = Math.round(2 * Math.PI * 6371 * Math.cos((rowMiddle * Math.PI) / 180));
  const column = Math.floor(((lng + 180) / 360) * columns);
  return { lat: rowMiddle, lng: ((column + 0.5) / columns) * 360 - 180 };
}

const moved = ({ lat, lng }, north, east) => ({ lat: lat + north / 111.2, lng: lng + east / 111.2 });

async function stand(server, socket, place) {
  assert.equal((await ask(socket, 'pilot:location', place)).ok, true);
  await until(async () => {
    const { json } = await server.get(path(place, 0.1), operator);
    return json.data.some((pilot) => pilot.pilotId === id('pilot', 0) && Math.abs(pilot.lat - place.lat) < 1e-9);
  }, 'the pilot is where they say');
}

// Every answer to a hunt for the edge of each radius, towards the east and the north.
async function hunt(server, from) {
  const answers = [];
  for (const [north, east] of [[0, 1], [1, 0]]) {
    let near = 0;
    let far = 8;
    for (let question = 0; question < 29; question++) {
      const distance = (near + far) / 2;
      const { status, text, json } = await server.get(path(moved(from, north * distance, east * distance), 3.3), customer);
      assert.equal(status, 200, text);
      answers.push(JSON.stringify(json.data));
      if (json.data.length > 0) near = distance; else far = distance;
    }
    answers.push(near);
  }
  return answers;
}

test('nearby: 58 questions find the cell of a pilot, not the pilot', async (t) => {
  const server = await startServer(t, { pilots: 1, env: { WAYCAST_NEARBY_PER_MINUTE: '0', WAYCAST_REQUESTS_PER_IDENTITY: '0', WAYCAST_POINT_INTERVAL: '1ms' } });
  const pilot = await onlinePilot(t, server, 0);
  const home = middle({ lat: 12.9716, lng: 77.5946 });
  const hunts = [];
  for (const place of [moved(home, -0.33, 0.33), moved(home, 0.33, -0.33), moved(home, 0.1, 0.37)]) {
    await stand(server, pilot, place);
    hunts.push(await hunt(server, home));
  }
  assert.deepEqual(hunts[1], hunts[0]);
  assert.deepEqual(hunts[2], hunts[0]);
  const { json } = await server.get(path(home, 3), customer);
  assert.deepEqual(Object.keys(json.data[0]).sort(), ['distance', 'vehicleTypeId']);
});

test('WAYCAST_NEARBY_PER_MINUTE: a customer asks so often, an admin as they like', async (t) => {
  const server = await startServer(t, { pilots: 1, env: { WAYCAST_NEARBY_PER_MINUTE: '10' } });
  const home = { lat: 12.9716, lng: 77.5946 };
  const ask = async (who, count) => {
    const statuses = [];
    for (let i = 0; i < count; i++) statuses.push((await server.get(path(home, 1 + i), who)).status);
    return statuses;
  };
  assert.deepEqual(await ask(customer, 3), [200, 200, 429]);
  assert.deepEqual(await ask(operator, 3), [200, 200, 200]);
});
