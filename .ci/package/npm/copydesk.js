#!/usr/bin/env node
// Starts the program from the package for this platform, and exits as it exits.
'use strict';

const { spawn } = require('node:child_process');
const os = require('node:os');

const platform = `${process.platform}-${process.arch}`;
let program;
try {
  program = require.resolve(`copydesk-${platform}/copydesk${process.platform === 'win32' ? '.exe' : ''}`);
} catch {
  console.error(`copydesk: there is no program for ${platform} here; install copydesk-${platform}, or copydesk in another way`);
  process.exit(2);
}

const child = spawn(program, process.argv.slice(2), { stdio: 'inherit' });
// A terminal also sends its signals to the program, which decides what to do.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.on(signal, () => child.kill(signal));
}
child.on('error', (error) => {
  console.error(`copydesk: ${program} cannot be started: ${error.message}`);
  process.exit(2);
});
child.on('exit', (status, signal) => {
  process.exit(signal ? 128 + os.constants.signals[signal] : status);
});
