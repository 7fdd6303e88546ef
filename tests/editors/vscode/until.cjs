// Waiting, for the tests inside the extension host and outside it.

const sleep = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/**
 * How long to wait for anything, in milliseconds. It is long because a busy machine is slow; a test that passes does not wait
 * this long.
 */
const PATIENCE = 60_000;

/** Waits until `question` answers with something true, and gives it. */
async function until(what, question, timeout = PATIENCE) {
  const end = Date.now() + timeout;
  for (;;) {
    const answer = await question();
    if (answer) {
      return answer;
    }
    if (Date.now() > end) {
      throw new Error(`waited in vain: ${what}`);
    }
    await sleep(50);
  }
}

module.exports = { PATIENCE, sleep, until };
