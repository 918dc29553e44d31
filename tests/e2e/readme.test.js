// The README's example, taken from its text and run against a demo server.
'use strict';
const test = require('node:test');
const assert = require('node:assert/strict');
const fs = require('node:fs');
const path = require('node:path');
const { execFileSync, spawn } = require('node:child_process');
const { Server, stopAfter, binary, temporaryFolder } = require('./lib/server');
const { within } = require('./lib/wait');

const root = path.resolve(__dirname, '../..');
const readme = fs.readFileSync(path.join(root, 'README.md'), 'utf8');
const block = (language) => new RegExp('```' + language + '\\n([^]*?)```').exec(readme)[1];

test('the client example works as pasted', async (t) => {
  const folder = temporaryFolder();
  const server = new Server({ database: path.join(folder, 'unused.db'), demo: true, env: { JWT_SECRET: '' } });
  stopAfter(t, server);
  await server.start();

  const source = block('js');
  assert.ok(source.trim().split('\n').length <= 20, 'twenty lines');
  assert.ok(source.includes('http://127.0.0.1:5000'));
  const file = path.join(folder, 'watch.js');
  fs.writeFileSync(file, source.replace('http://127.0.0.1:5000', server.url));
  fs.symlinkSync(path.join(root, 'tests/node_modules'), path.join(folder, 'node_modules'));
  const demoToken = (type, id) => execFileSync(binary, ['token', '--demo', '--type', type, '--id', id], { encoding: 'utf8' }).trim();
  assert.ok(readme.includes('token --demo --type pilot --id pilot-000000'));

  const client = spawn(process.execPath, [file, demoToken('pilot', 'pilot-000000'), demoToken('user', 'user-000000')],
    { stdio: ['ignore', 'pipe', 'inherit'] });
  t.after(() => client.kill('SIGKILL'));
  let out = '';
  client.stdout.on('data', (chunk) => { out += chunk; });
  const code = await within(new Promise((resolve) => { client.once('close', resolve); }), 'the example ends');
  assert.equal(code, 0, out);
  assert.match(out, /IN_TRANSIT/);
  assert.match(out, /23\.03/);
});
