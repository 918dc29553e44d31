// A second client implementation: Debian's python3-socketio plays pilot and customer.
'use strict';
const test = require('node:test');
const assert = require('node:assert/strict');
const path = require('node:path');
const { spawn } = require('node:child_process');
const { startServer } = require('./lib/server');
const { id, token } = require('./lib/people');
const { within } = require('./lib/wait');

for (const shards of [1, 3]) {
  for (const transports of ['polling', 'polling,websocket', 'websocket']) {
    test(`python3-socketio over ${transports}, ${shards} shard(s)`, async (t) => {
      const server = await startServer(t, { shards, env: { WAYCAST_POINT_INTERVAL: '1ms' } });
      const client = spawn('/usr/bin/python3', [path.join(__dirname, 'lib/client.py'), server.url, transports,
        token('pilot', id('pilot', 0)), token('user', id('user', 0))], { stdio: ['ignore', 'pipe', 'inherit'] });
      t.after(() => client.kill('SIGKILL'));
      let out = '';
      client.stdout.on('data', (chunk) => { out += chunk; });
      const code = await within(new Promise((resolve) => { client.once('close', resolve); }), 'the client ends', 60000);
      assert.equal(code, 0, out);
      const result = JSON.parse(out);
      assert.equal(result.refused.code ?? result.refused.data?.code, 'ERR_1103');
      assert.deepEqual(result.online, { ok: true, bookings: [id('booking', 0)] });
      assert.deepEqual(result.acks, Array(5).fill(true));
      assert.deepEqual(result.updates.map((u) => u.lat), [12.001, 12.002, 12.003, 12.004, 12.005]);
    });
  }
}
