// Drawings one at a time, with the page's other work in between: a page full of charts must not hold up a click.

const waiting: (() => void)[] = [];
let isRunning = false;

function next(): void {
  const draw = waiting.shift();
  if (draw === undefined) {
    isRunning = false;
    return;
  }
  draw();
  setTimeout(next);
}

/** Draw soon. The function that comes back takes the request away again. */
export function drawSoon(draw: () => void): () => void {
  waiting.push(draw);
  if (!isRunning) {
    isRunning = true;
    setTimeout(next);
  }
  return () => {
    const at = waiting.indexOf(draw);
    if (at >= 0) waiting.splice(at, 1);
  };
}
