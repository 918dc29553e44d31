// docs/walkthrough.md, executed: its shell blocks in one shell, its programs as files beside them, and what they print
// compared with what the page says.
'use strict';
const test = require('node:test');
const assert = require('node:assert/strict');
const { spawn } = require('node:child_process');
const fs = require('node:fs');
const net = require('node:net');
const path = require('node:path');
const { binary, temporaryFolder } = require('./lib/server');
const { within } = require('./lib/wait');

const page = fs.readFileSync(path.resolve(__dirname, '../../docs/walkthrough.md'), 'utf8');

function blocks(markdown) {
  return [...markdown.matchAll(/^```(\w+) ?(\S*)\n([\s\S]*?)^```$/gm)].map(([, language, name, text]) => ({ language, name, text }));
}

const freePort = () => new Promise((resolve) => {
  const probe = net.createServer().listen(0, '127.0.0.1', () => {
    const { port } = probe.address();
    probe.close(() => resolve(port));
  });
});

// The page's "…" stands for anything.
function pattern(expected) {
  const escaped = expected.trim().replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replaceAll('…', '[^\\n]*');
  return new RegExp(`^${escaped}$`);
}

const marker = (index) => `==== end of block ${index} ====`;

async function runShell(t, folder, script, port) {
  const shell = spawn('setpriv', ['--pdeathsig', 'KILL', 'bash', '-e'], {
    cwd: folder,
    env: {
      PATH: `${path.dirname(binary)}:${process.env.PATH}`, HOME: folder, PORT: String(port), LANG: 'C.UTF-8', WAYCAST_LOG_FORMAT: 'text',
      NODE_PATH: path.resolve(__dirname, '../node_modules'),
    },
    stdio: ['pipe', 'pipe', 'pipe'],
    detached: true,
  });
  const end = () => { try { process.kill(-shell.pid, 'SIGKILL'); } catch { /* it has ended */ } };
  t.after(end);
  let out = '';
  let errors = '';
  shell.stdout.setEncoding('utf8').on('data', (chunk) => { out += chunk; });
  shell.stderr.setEncoding('utf8').on('data', (chunk) => { errors += chunk; });
  shell.stdin.end(script);
  const ended = new Promise((resolve) => { shell.once('close', resolve); });
  await within(ended, 'the walkthrough', 120000).catch((error) => {
    throw new Error(`${error.message}\n${out}\n${errors}`);
  });
  return { out, errors };
}

test('docs/walkthrough.md prints what it says', async (t) => {
  const folder = temporaryFolder();
  const all = blocks(page);
  for (const { name, text } of all.filter((block) => block.language === 'js')) fs.writeFileSync(path.join(folder, name), text);
  const shells = all.filter((block) => block.language === 'sh');
  const script = shells.map((block, index) => `${block.text}\necho '${marker(index)}'\n`).join('');
  const { out, errors } = await runShell(t, folder, script, await freePort());
  let rest = out;
  shells.forEach((block, index) => {
    const end = rest.indexOf(marker(index));
    assert.notEqual(end, -1, `block ${index} did not end:\n${block.text}\n${rest}\n${errors}`);
    const printed = rest.slice(0, end);
    rest = rest.slice(end + marker(index).length + 1);
    const next = all[all.indexOf(block) + 1];
    if (next && next.language === 'text') assert.match(printed.trim(), pattern(next.text));
  });
});
