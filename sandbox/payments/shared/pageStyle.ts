/** The look of a buyer's page, light and dark. */
export const PAGE_STYLE = `
:root { color-scheme: light dark; --ground: #f4f1ec; --card: #fff; --ink: #24201c; --soft: #5f574e; --line: #d8d0c6;
  --pay: #1f6f43; --pay-ink: #fff; --good: #1f6f43; --bad: #a12d20; --focus: #1a5fb4; }
@media (prefers-color-scheme: dark) {
  :root { --ground: #1c1916; --card: #2a2622; --ink: #f3eee8; --soft: #c0b6aa; --line: #4a433c;
    --pay: #7fd3a1; --pay-ink: #10241a; --good: #7fd3a1; --bad: #ff9e91; --focus: #8ab8ff; }
}
* { box-sizing: border-box; }
body { margin: 0; min-height: 100vh; display: grid; place-items: center; padding: 16px; background: var(--ground);
  color: var(--ink); font: 16px/1.45 system-ui, -apple-system, 'Segoe UI', Roboto, sans-serif; }
main { width: 100%; max-width: 400px; padding: 24px; background: var(--card); border: 1px solid var(--line);
  border-radius: 16px; }
h1, p { margin: 0 0 12px; overflow-wrap: anywhere; }
h1 { font-size: 1.4rem; }
.sum { font-size: 2rem; white-space: nowrap; }
.who { display: flex; justify-content: space-between; gap: 8px; font-weight: 600; }
.test, .small { color: var(--soft); font-size: 0.9rem; font-weight: 400; }
form { display: grid; gap: 12px; margin: 20px 0; }
.button { display: block; width: 100%; min-height: 48px; padding: 11px 16px; border: 1px solid var(--line);
  border-radius: 12px; background: none; color: inherit; font: inherit; text-align: center; text-decoration: none;
  cursor: pointer; }
.pay { border-color: var(--pay); background: var(--pay); color: var(--pay-ink); font-weight: 600; }
.done { color: var(--good); font-weight: 600; }
.over { color: var(--bad); }
:focus-visible { outline: 3px solid var(--focus); outline-offset: 2px; }
`;
