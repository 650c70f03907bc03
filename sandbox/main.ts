import { readSettings } from './settings';
import { startStack } from './stack/stack';

const say = (line: string) => process.stderr.write(`${line}\n`);

async function main(): Promise<void> {
  const settings = readSettings();
  const { dataDir } = settings;
  const stack = await startStack({ ...settings, say });
  let ending = false;
  const end = async (signal: string) => {
    if (ending) return;
    ending = true;
    say(`\n${signal}: stopping. Orders, conversations, menu and your edits stay in ${dataDir}`);
    await stack.stop();
    process.exit(0);
  };
  process.on('SIGINT', () => void end('Ctrl-C'));
  process.on('SIGTERM', () => void end('Asked to end'));
  if (process.env.npm_lifecycle_event) {
    // npm runs us through a shell, which dies of a signal without passing it on.
    const parent = process.ppid;
    setInterval(() => process.ppid !== parent && void end('npm is gone'), 500).unref();
  }
  process.on('SIGHUP', () => void end('The terminal is gone'));
  await stack.healthy();
  say(`
Ready. Order a cake, and watch it being taken:

  Chats     ${stack.sandboxUrl}        a customer on the left, the baker on the right
  Editor    ${stack.n8nUrl}        login ${stack.owner.email}, password ${stack.owner.password}

Ctrl-C stops everything; the state stays in ${dataDir}`);
}

main().catch((error: Error) => {
  say(`\n${error.message}`);
  process.exit(1);
});
