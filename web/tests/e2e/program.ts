/**
 * Starts `portolan demo` on a free port with an empty store, unless PORTOLAN_URL and PORTOLAN_KEY name
 * one that runs already. PORTOLAN_PROGRAM names another program to start.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";

const START_SECONDS_MAX = 60;
/** The network that the tests speak of, whichever is built in. */
const network = new URL("../../../network/reference", import.meta.url).pathname;
const built = new URL("../../../target/debug/portolan", import.meta.url).pathname;

/** The address and the key in the line that the program prints once it listens. */
export function readOpenLine(line: string): { url: string; key: string } | null {
  const found = /open (http:\/\/[^\s/]+)\/#key=(ptl_\w+)/.exec(line);
  return found?.[1] && found[2] ? { url: found[1], key: found[2] } : null;
}

function waitForAddress(program: ChildProcess): Promise<{ url: string; key: string }> {
  return new Promise((resolve, reject) => {
    const told: string[] = [];
    const giveUp = (why: string) => reject(new Error(`portolan demo ${why}\n${told.join("\n")}`));
    const timer = setTimeout(() => giveUp("printed no address"), START_SECONDS_MAX * 1000);
    program.once("error", (error) => giveUp(error.message));
    program.once("exit", (code) => giveUp(`ended with ${code}`));
    for (const stream of [program.stdout, program.stderr]) {
      if (!stream) continue;
      createInterface({ input: stream }).on("line", (line) => {
        if (told.length < 200) told.push(line);
        const address = readOpenLine(line);
        if (!address) return;
        clearTimeout(timer);
        resolve(address);
      });
    }
  });
}

export default async function start(): Promise<() => Promise<void>> {
  if (process.env["PORTOLAN_URL"] && process.env["PORTOLAN_KEY"]) return async () => undefined;
  const data = mkdtempSync(join(tmpdir(), "portolan-e2e-"));
  const program = spawn(
    process.env["PORTOLAN_PROGRAM"] ?? built,
    ["demo", "--no-simulate", "--network", network, "--port", "0", "--data", data],
    {
      stdio: ["ignore", "pipe", "pipe"],
    },
  );
  const ended = new Promise<void>((resolve) => program.once("exit", () => resolve()));
  const stop = async () => {
    program.kill("SIGTERM");
    await ended;
    rmSync(data, { recursive: true, force: true });
  };
  try {
    const { url, key } = await waitForAddress(program);
    process.env["PORTOLAN_URL"] = url;
    process.env["PORTOLAN_KEY"] = key;
    return stop;
  } catch (error) {
    await stop();
    throw error;
  }
}
