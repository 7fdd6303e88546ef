// Waiting, for the tests inside the extension host and those outside.

const sleep = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** Waits until `question` answers with something true, and gives it. */
async function until(what, question, timeout = 20_000) {
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

module.exports = { sleep, until };
