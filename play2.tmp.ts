import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { WebSocket } from 'ws';
import { startWorld } from './gateway/transport/fixture/world.ts';
const world = await startWorld();
const dir = '/tmp/vt/chrome-' + Date.now();
const chrome = spawn('/usr/bin/chromium', ['--headless=new', '--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update', '--no-first-run', '--remote-debugging-port=9333', `--user-data-dir=${dir}`, '--window-size=1400,900', 'about:blank'], { stdio: 'ignore' });
process.on('exit', () => chrome.kill('SIGKILL'));
const sleep = (ms: number) => new Promise((r) => setTimeout(r, ms));
let targets: any;
for (let i = 0; i < 60; i++) { try { targets = await (await fetch('http://127.0.0.1:9333/json')).json(); if (targets.length) break; } catch {} await sleep(500); }
const page = targets.find((t: any) => t.type === 'page');
const ws = new WebSocket(page.webSocketDebuggerUrl, { maxPayload: 1e9 });
await new Promise((r) => ws.once('open', r));
let id = 0; const waiting = new Map<number, (v: any) => void>(); const urls: string[] = []; const consoleLines: string[] = [];
ws.on('message', (m) => { const d = JSON.parse(String(m)); if (d.id) { waiting.get(d.id)?.(d); return; }
  if (d.method === 'Network.requestWillBeSent') urls.push(d.params.request.method + ' ' + d.params.request.url + ' ' + JSON.stringify(d.params.request.headers.Accept ?? '') + (d.params.request.headers.Authorization ? ' AUTH ' + d.params.request.headers.Authorization : ''));
  if (d.method === 'Network.webSocketCreated') urls.push('WS ' + d.params.url);
  if (d.method === 'Log.entryAdded') consoleLines.push(JSON.stringify(d.params.entry).slice(0,700));
  if (d.method === 'Runtime.exceptionThrown') consoleLines.push('EXC ' + JSON.stringify(d.params.exceptionDetails).slice(0, 300));
  if (d.method === 'Runtime.consoleAPICalled' && ['error','warning'].includes(d.params.type)) consoleLines.push(d.params.type + ' ' + JSON.stringify(d.params.args.map((a: any) => a.value ?? a.description)).slice(0, 300));
});
const cdp = (method: string, params: object = {}) => new Promise<any>((r) => { const n = ++id; waiting.set(n, r); ws.send(JSON.stringify({ id: n, method, params })); });
const js = async (expression: string) => { const r = await cdp('Runtime.evaluate', { expression, awaitPromise: true, returnByValue: true }); return r.result?.result?.value ?? r.result?.exceptionDetails?.exception?.description; };
const shot = async (name: string) => { const r = await cdp('Page.captureScreenshot', { format: 'png' }); writeFileSync(`/tmp/vt/${name}.png`, Buffer.from(r.result.data, 'base64')); };
for (const d of ['Network', 'Page', 'Log', 'Runtime']) await cdp(`${d}.enable`);
await cdp('Page.navigate', { url: world.graphql });
await sleep(9000);
await shot('playground-1');
console.log(await js('document.title'), await js('document.body.innerText.slice(0,600)'));
console.log('REQUESTS', urls.length, urls.filter((u) => !/\.(js|css|woff2?|svg|png)/.test(u)).join('\n'));
console.log('EXTERNAL', urls.filter((u) => !u.includes('127.0.0.1:' + world.port) && !u.includes('data:')).join('\n'));
console.log('CONSOLE', [...new Set(consoleLines)].join('\n'));
(globalThis as any).ctx = {};
const setQuery = async (q: string) => {
  // focus the CodeMirror editor and replace its text by typing
  await js(`[...document.querySelectorAll('.cm-content')].find(e => e.closest('app-query-editor'))?.focus()`);
  await cdp('Input.dispatchKeyEvent', { type: 'keyDown', key: 'a', code: 'KeyA', modifiers: 2, windowsVirtualKeyCode: 65, commands: ['selectAll'] });
  await cdp('Input.dispatchKeyEvent', { type: 'keyUp', key: 'a', code: 'KeyA', modifiers: 2, windowsVirtualKeyCode: 65 });
  await cdp('Input.insertText', { text: q });
  await sleep(1500);
};
const send = async () => { await js(`document.querySelector('.app-button--send, [data-test-id="send-button"], .send-request__button, app-action-bar button')?.click()`); console.log('buttons', await js(`[...document.querySelectorAll('button')].map(b => b.className + '|' + b.innerText.trim()).filter(x=>/send|request/i.test(x)).slice(0,8).join('\\n')`)); };

await js(`[...document.querySelectorAll('*')].filter(e => e.children.length === 0 && /Set Headers/i.test(e.textContent + (e.getAttribute('title') ?? '')+ (e.getAttribute('track-id')??''))).map(e=>{e.click(); (e.closest('button,a,div[role=button],.side-menu-item') ?? e).click?.()})`);
await sleep(1000);
await js(`document.querySelector('.side-menu-item, .app-sidenav__item')?.click()`);
await sleep(1000);
await shot('playground-4');
console.log('INPUTS', await js(`[...document.querySelectorAll('input,.cm-content')].map(e => e.tagName + '|' + e.className + '|' + (e.placeholder ?? '') + '|' + (e.value ?? e.innerText)).join('\n')`));
console.log('HTML', await js(`[...document.querySelectorAll('button, a')].map(e => e.className + '|' + e.title + '|' + e.innerText.trim().slice(0,30)).join('\n')`));
console.log('LAST', urls.slice(-6).join('\n'));
console.log('CONSOLE', [...new Set(consoleLines)].join('\n'));
console.log('counters', world.lab.counters);
process.exit(0);
