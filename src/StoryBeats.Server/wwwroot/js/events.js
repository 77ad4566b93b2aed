// Server-sent events out of an answer's body, as they come; an event that was cut off is none.

export async function* eventsOf(body) {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  let event = blank();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      // A line end may be cut in two: "\r" at the very end waits for what follows.
      const lines = (rest + value).split(/\r\n|\n|\r(?!$)/);
      rest = lines.pop();
      for (const line of lines) {
        if (line) take(event, line);
        else {
          if (event.data.length) yield { name: event.name || "message", data: event.data.join("\n") };
          event = blank();
        }
      }
    }
  } finally {
    await reader.cancel().catch(() => {}); // whoever stops reading hangs up
  }
}

const blank = () => ({ name: "", data: [] });

function take(event, line) {
  const colon = line.indexOf(":");
  if (colon === 0) return; // a comment
  const field = colon < 0 ? line : line.slice(0, colon);
  const value = colon < 0 ? "" : line.slice(colon + 1).replace(/^ /, "");
  if (field === "event") event.name = value;
  if (field === "data") event.data.push(value);
}
