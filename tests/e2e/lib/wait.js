// Waiting for conditions, never for time: generous limits that a correct server does not come near.
'use strict';
const limit = Number(process.env.WAYCAST_TEST_LIMIT_MS || 30000);

// How many of something that only takes time: fewer where the server is slow (sanitizers).
const scaled = (count) => Math.max(2, Math.round(count * Number(process.env.WAYCAST_TEST_SCALE || 1)));

const turn = (ms = 5) => new Promise((resolve) => setTimeout(resolve, ms));

// Polls until `condition` is true (it may be async); its value is the result.
async function until(condition, what, within = limit) {
  const deadline = Date.now() + within;
  for (;;) {
    const value = await condition();
    if (value) return value;
    if (Date.now() > deadline) throw new Error(`waited ${within} ms in vain until ${what}`);
    await turn();
  }
}

// A promise that fails after the limit.
function within(promise, what, ms = limit) {
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`waited ${ms} ms in vain for ${what}`)), ms);
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}

// Runs `task(item, index)` for all, at most `width` at a time.
async function inParallel(items, width, task) {
  let next = 0;
  const worker = async () => {
    while (next < items.length) {
      const index = next++;
      await task(items[index], index);
    }
  };
  await Promise.all(Array.from({ length: Math.min(width, items.length) }, worker));
}

module.exports = { until, within, inParallel, limit, scaled };
