import { Copydesk } from "@copydesk/core";
import { serve } from "@copydesk/core/worker";

// The first message is the module; questions that arrive in the meantime wait for the desk.
const module = new Promise<WebAssembly.Module>((resolve) => {
  addEventListener("message", (event: MessageEvent) => {
    if (event.data instanceof WebAssembly.Module) resolve(event.data);
  });
});
const loaded = module.then((wasm) => Copydesk.load(wasm));
serve(
  {
    postMessage: (message) => postMessage(message),
    addEventListener: (type, listener) =>
      addEventListener(type, (event: MessageEvent) => {
        if (!(event.data instanceof WebAssembly.Module)) listener(event);
      }),
  },
  loaded,
);
