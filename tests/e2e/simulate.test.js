// `waycast simulate`: a city that books, is offered and drives, judged by the simulator itself.
'use strict';
const test = require('node:test');
const assert = require('node:assert/strict');
const path = require('node:path');
const { execFileSync, spawn } = require('node:child_process');
const { Server, stopAfter, temporaryFolder, environment, binary } = require('./lib/server');
const { query } = require('./lib/database');
const { until } = require('./lib/wait');

const pilots = 12;

// What a city drives at this speed would be implausible, and its clock runs ahead of the limits.
const settings = { WAYCAST_MAX_SPEED: '2000', WAYCAST_REQUESTS_PER_ADDRESS: '0', WAYCAST_SUBSCRIPTIONS_PER_MINUTE: '1000' };

// Resolves with { code, output } when it ends by itself.
function simulate(server) {
  const args = ['simulate', '--server', server.url, '--pilots', String(pilots), '--bookings-per-minute', '12', '--speed', '20', '--duration', '12s'];
  const child = spawn(binary, args, { env: environment(server.database) });
  const chunks = [];
  child.stdout.on('data', (chunk) => chunks.push(chunk));
  child.stderr.on('data', (chunk) => chunks.push(chunk));
  return new Promise((resolve) => {
    child.on('close', (code) => resolve({ code, output: Buffer.concat(chunks).toString() }));
  });
}

test('a simulated city is busy, and nothing that the contract promises is broken', async (t) => {
  const database = path.join(temporaryFolder(), 'city.db');
  execFileSync(binary, ['seed', '--pilots', String(pilots), '--simulation'], { env: environment(database), stdio: 'pipe' });
  const server = new Server({ database, shards: 2, env: settings });
  stopAfter(t, server);
  await server.start();
  const { code, output } = await simulate(server);
  assert.equal(code, 0, output);
  const customers = query(server, 'select distinct userId from bookings');
  assert.ok(customers.length > pilots, `more customers than pilots booked:\n${output}`);
  const taken = query(server, 'select id from bookings where pilotId is not null');
  assert.ok(taken.length > pilots / 2, `most pilots have a booking:\n${output}`);
});

test('the demo has customers that book', async (t) => {
  const server = new Server({ database: path.join(temporaryFolder(), 'unused.db'), demo: true, env: { JWT_SECRET: '' } });
  stopAfter(t, server);
  await server.start();
  await until(() => server.messages().some(({ message }) => /offers [1-9]/.test(message)), 'an offer', 60000);
  assert.ok(!server.log.includes('broken'), server.log);
});
