// A whole conversation, a restart of n8n: minutes at the worst, on a slow machine.
jest.setTimeout(240_000);
