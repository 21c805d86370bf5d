/** Starts the real server for the stories, on a free port and an empty folder of data, and ends or kills it by its own id. */
import { type ChildProcess, spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const PROGRAM = process.env.TURNWHEEL_BIN ?? join(ROOT, "target/release/turnwheel");

/** The one line the server prints when it is ready. */
const READY = /^turnwheel serves (http:\/\/\S+)$/;

/** A server that takes longer to come up is stuck. */
const READY_MS = 10_000;

/** A server that takes longer to go down is stuck; it promises five seconds. */
const END_MS = 10_000;

/** A server's process and its folder of data. */
export class Server {
  private constructor(
    private readonly data: string,
    private child: ChildProcess,
    readonly url: string,
  ) {}

  static async start(): Promise<Server> {
    const data = await mkdtemp(join(tmpdir(), "turnwheel-e2e-"));
    const child = launch("127.0.0.1:0", data);
    return new Server(data, child, await readyAt(child));
  }

  /** Asks it to end, and waits until it has. */
  async stop(): Promise<void> {
    await ended(this.child);
    await rm(this.data, { recursive: true, force: true });
  }

  /** Asks it to end, as an update would, and keeps its data. */
  async goesDown(): Promise<void> {
    await ended(this.child);
  }

  /** Kills it without a word, as a power cut would, and keeps its data. */
  async dies(): Promise<void> {
    const { child } = this;
    if (child.exitCode === null && child.signalCode === null) {
      const gone = new Promise<void>((resolve) => child.once("exit", () => resolve()));
      child.kill("SIGKILL");
      await gone;
    }
  }

  /** Starts it again at the same address with the same data. */
  async comesBack(): Promise<void> {
    this.child = launch(new URL(this.url).host, this.data);
    await readyAt(this.child);
  }
}

function launch(listen: string, data: string): ChildProcess {
  return spawn(PROGRAM, ["--listen", listen, "--metrics", "off", "--data", data], { cwd: ROOT, stdio: ["ignore", "pipe", "inherit"] });
}

/** Waits for the one line; a server that doesn't get that far is ended, so that none outlives the stories. */
function readyAt(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    const late = setTimeout(() => {
      child.kill("SIGKILL");
      reject(new Error(`the server was not ready after ${READY_MS} ms`));
    }, READY_MS);
    child.once("error", reject);
    child.once("exit", (code) => reject(new Error(`the server ended with ${code} before it was ready`)));
    if (child.stdout !== null) {
      createInterface({ input: child.stdout }).on("line", (line) => {
        const url = READY.exec(line)?.[1];
        if (url !== undefined) {
          clearTimeout(late);
          resolve(url);
        }
      });
    }
  });
}

/** Asks it to end and waits until it has; one that doesn't in time is ended by force, and the story fails. */
function ended(child: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    if (child.exitCode !== null || child.signalCode !== null) {
      resolve();
      return;
    }
    const late = setTimeout(() => {
      child.kill("SIGKILL");
      reject(new Error(`the server did not end within ${END_MS} ms of SIGTERM`));
    }, END_MS);
    child.once("exit", () => {
      clearTimeout(late);
      resolve();
    });
    child.kill("SIGTERM");
  });
}
