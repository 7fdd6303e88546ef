// Runs tests one after the other and counts them: for copydesk's pages and for editors that run in a browser.

/** `picture(name)` takes a screenshot when a test fails; `after` runs after every test. */
export function runner(picture, after = async () => {}) {
  let passed = 0;
  let failed = 0;

  /** Counts a test that passed elsewhere. */
  const pass = () => {
    passed += 1;
  };

  /** Counts a test that failed elsewhere. */
  const fail = () => {
    failed += 1;
  };

  async function test(name, body) {
    const from = Date.now();
    try {
      await body();
      pass();
      console.log(`ok      ${name} (${((Date.now() - from) / 1000).toFixed(1)} s)`);
    } catch (error) {
      fail();
      console.log(`FAILED  ${name}: ${error.stack ?? error}`);
      await Promise.resolve(picture(`failed-${failed}`)).catch(() => {});
    } finally {
      await after();
    }
  }

  /** Prints how many passed and failed, and exits accordingly. */
  function end() {
    console.log(`${passed} passed, ${failed} failed`);
    process.exit(failed === 0 ? 0 : 1);
  }

  return { test, pass, fail, end };
}
