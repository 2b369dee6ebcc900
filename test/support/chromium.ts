// Chromium as Debian packages it, driven by playwright-core. Where there is none, tests say so and skip.
import { existsSync } from "node:fs";
import { type Browser, chromium } from "playwright-core";

const PLACES = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

/** Path of the browser, or undefined; MEGALLOC_CHROMIUM names another. */
export function chromiumPath(): string | undefined {
  const { MEGALLOC_CHROMIUM } = process.env;
  return MEGALLOC_CHROMIUM ?? PLACES.find((path) => existsSync(path));
}

/** Says why when there is no browser to be driven. */
export function whyNoChromium(): string | undefined {
  return chromiumPath() === undefined ? "there is no Chromium (apt-get install chromium)" : undefined;
}

export function launchChromium(): Promise<Browser> {
  const executablePath = chromiumPath();
  if (executablePath === undefined) throw new Error(whyNoChromium());
  // The sandbox needs privileges that containers do not give; the pages are our own.
  return chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-dev-shm-usage"] });
}
