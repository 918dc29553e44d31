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

test('the client example works as pasted, and again', async (t) => {
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
  const tokens = [demoToken('pilot', 'pilot-000000'), demoToken('user', 'user-000000')];

  const run = async () => {
    const client = spawn(process.execPath, [file, ...tokens], { stdio: ['ignore', 'pipe', 'inherit'] });
    t.after(() => client.kill('SIGKILL'));
    let out = '';
    client.stdout.on('data', (chunk) => { out += chunk; });
    const code = await within(new Promise((resolve) => { client.once('close', resolve); }), 'the example ends');
    assert.equal(code, 0, out);
    return out;
  };
  const updates = (out) => [...out.matchAll(/^at ([\d.]+) 72\.58$/gm)].map(([, lat]) => Number(lat));
  const sent = [23.03, 23.0301, 23.0302];

  const first = await run();
  assert.match(first, /^IN_TRANSIT with \S/m);
  assert.deepEqual(first.match(/^stored: .*$/gm), ['stored: true', 'stored: true', 'stored: true'], first);
  assert.deepEqual(updates(first), sent, first);

  const second = await run();
  assert.match(second, /^IN_TRANSIT with \S/m);
  assert.deepEqual(second.match(/^stored: .*$/gm), ['stored: true', 'stored: true', 'stored: true'], second);
  assert.deepEqual(updates(second), [23.0302, ...sent], `where it was left, then on: ${second}`);
});

test('README asks for two commands of ./dev, which it has', () => {
  const asked = [...readme.matchAll(/^\.\/dev (\w+)/gm)].map(([, command]) => command);
  assert.deepEqual(asked, ['run', 'test']);
  const help = execFileSync(path.join(root, 'dev'), ['help'], { encoding: 'utf8' });
  for (const command of asked) assert.match(help, new RegExp(`^\\./dev ${command}\\b`, 'm'));
});

// The script in a folder of its own, where every program that it calls only writes down its arguments.
function runDev(args, missing) {
  const folder = temporaryFolder();
  const programs = path.join(folder, 'bin');
  const log = path.join(folder, 'calls');
  fs.mkdirSync(programs);
  fs.copyFileSync(path.join(root, 'dev'), path.join(folder, 'dev'));
  const stub = (file, body) => fs.writeFileSync(file, `#!/bin/bash\n${body}\n`, { mode: 0o755 });
  const noting = (name) => `echo "${name} $*" >> '${log}'`;
  for (const name of ['apt-get', 'cmake', 'npm', 'ctest']) stub(path.join(programs, name), noting(name));
  const built = path.join(folder, 'build/release/waycast');
  stub(path.join(programs, 'ninja'), `${noting('ninja')}; mkdir -p '${path.dirname(built)}'; printf '#!/bin/bash\\n%s\\n' `
    + `'echo "waycast $*" >> "${log}"' > '${built}'; chmod +x '${built}'`);
  stub(path.join(programs, 'id'), 'echo 0');
  stub(path.join(programs, 'dpkg-query'), `shift 2; for name in "$@"; do [[ " ${missing.join(' ')} " == *" $name "* ]] || echo "installed $name"; done`);
  execFileSync(path.join(folder, 'dev'), args, { env: { PATH: `${programs}:/usr/bin:/bin` }, stdio: 'pipe' });
  return fs.readFileSync(log, 'utf8').trim().split('\n');
}

test('./dev run installs what is missing, builds and serves', () => {
  const building = ['cmake --preset release', 'ninja -C build/release waycast', 'waycast serve --demo --port 0'];
  assert.deepEqual(runDev(['run', '--port', '0'], []), building, 'nothing is missing');
  assert.deepEqual(runDev(['run', '--port', '0'], ['libs2-dev', 'cmake', 'clang-19']), [
    'apt-get update', 'apt-get install -y --no-install-recommends cmake libs2-dev', ...building,
  ], 'what only tests need is left to them');
});

test('./dev build of a sanitizer installs clang, too', () => {
  const calls = runDev(['build', 'asan', 'waycast'], ['clang-19']);
  assert.equal(calls[1], 'apt-get install -y --no-install-recommends clang-19');
});

test('./dev test leaves out what is labelled full, and ./dev test --all does not', () => {
  const tested = (args) => runDev(args, []).filter((call) => call.startsWith('ctest'));
  const presets = (calls) => calls.map((call) => /--test-dir build\/(\w+)/.exec(call)[1]);
  const [pushed, all] = [tested(['test']), tested(['test', '--all'])];
  assert.deepEqual(presets(pushed), ['release', 'asan', 'tsan']);
  assert.ok(pushed.every((call) => call.endsWith(' -LE ^full$')), pushed.join('\n'));
  assert.deepEqual(all.map((call) => `${call} -LE ^full$`), pushed);
  assert.deepEqual(tested(['test', 'tsan', '-L', 'unit']).map((call) => call.replace(/.* -j \d+ /, '')), ['-L unit']);
});
