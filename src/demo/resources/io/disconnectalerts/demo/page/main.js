// Follows the demo's live stream and keeps the page like it.
import { build, receive, show } from './phones.js';
import { press, select, selection } from './buttons.js';
import { keep, make } from './dom.js';
import { onSwitch, speakUp, tag } from './language.js';
import { draw, sums, tick } from './path.js';
import { say, setClock } from './words.js';

const $ = id => document.getElementById(id);
const button = name => document.querySelector(`[data-button=${name}]`);
let state = null;
let connected = false;

function redraw() {
  speakUp(say);
  for (const [name, [does, how]] of Object.entries(say('buttons'))) {
    button(name).replaceChildren(make('b', null, does), make('span', null, how));
  }
  $('said').textContent = say('begin');
  recipes();
  build($('groups'));
  refresh();
}

function recipes() {
  const http = location.port || '80';
  const here = text => text.replaceAll('{http}', http).replaceAll('{mqtt}', state?.mqtt ?? 1883);
  $('recipes').replaceChildren(...say('recipes').map(([title, result, lines]) => {
    const text = here(lines);
    const code = make('pre', null, text);
    code.tabIndex = 0;
    const box = make('div', 'recipe', make('h3', null, title, make('small', null, here(result))), code);
    const copy = () => navigator.clipboard.writeText(text).then(() => {
      code.dataset.copied = say('copied');
      setTimeout(() => delete code.dataset.copied, 1200);
    });
    code.addEventListener('click', copy);
    code.addEventListener('keydown', event => event.key === 'Enter' && copy());
    return box;
  }));
}

function devices() {
  const work = state.progress.work;
  if (!state.devices.some(device => device.clientid === selection())) select('');
  const chips = state.devices.map(device => ({ ...device, chosen: device.clientid === selection() }));
  keep($('devices'), chips, device => device.clientid, device => {
    const chip = make('button', `device ${device.state}`, device.clientid);
    chip.type = 'button';
    chip.setAttribute('aria-pressed', String(device.chosen));
    chip.addEventListener('click', () => {
      select(device.chosen ? '' : device.clientid);
      devices();
    });
    return chip;
  });
  if (!chips.length) {
    $('devices').replaceChildren(make('span', 'hint', say('noDevices')));
  }
  const own = state.devices.filter(device => device.state !== 'guest' && device.state !== 'gone');
  const chosen = state.devices.find(device => device.clientid === selection())?.state;
  const gone = state.devices.some(device => device.state === 'gone');
  const full = own.length >= state.most;
  const nobody = full && !selection() && own.every(device => device.state === 'silent');
  button('connect').disabled = full;
  button('kick').disabled = nobody || chosen === 'gone';
  for (const name of ['unplug', 'silence', 'goodbye']) button(name).disabled = nobody || chosen === 'gone' || chosen === 'guest';
  const idle = work === '';
  const off = {
    back: !gone && !(idle && state.cutOff), flap: !idle || nobody || chosen === 'gone' || chosen === 'guest', fight: !idle, cut: !idle,
  };
  for (const [name, of] of [['back', 'return'], ['flap', 'flap'], ['fight', 'fight'], ['cut', 'fleet']]) {
    const busy = work === of;
    button(name).disabled = off[name];
    button(name).querySelector('span').textContent = busy ? say('progress')[of](state.progress)
      : name === 'back' && state.cutOff ? say('cutOff')(state.cutOff) : say('buttons')[name][1];
    button(name).style.setProperty('--done', busy && state.progress.all ? state.progress.done / state.progress.all : 0);
  }
  button('hush').setAttribute('aria-pressed', String(state.hushed !== ''));
  button('hush').querySelector('span').textContent = state.hushed ? say('hushed')(state.hushed) : say('buttons').hush[1];
  button('grace').setAttribute('aria-pressed', String(state.grace));
  button('grace').querySelector('span').textContent = state.grace ? say('graceGiven') : say('buttons').grace[1];
}

function refresh() {
  $('live').textContent = connected ? say('live') : say('lost');
  $('live').classList.toggle('off', !connected);
  if (!state) return;
  devices();
  show(state.robots);
  keep($('trails'), state.trails, trail => trail.id, trail => draw(trail, state.rules));
  $('no-trails').hidden = state.trails.length > 0;
  $('ledger').replaceChildren(...sums(state));
}

document.querySelectorAll('[data-button]').forEach(button => button.addEventListener('click', () => press(button.dataset.button)));
onSwitch(() => {
  redraw();
  follow();
});

/** The messages are in the page's language. */
function follow() {
  if (state.language !== tag()) press('speak', tag());
}

const stream = new EventSource('stream');
stream.addEventListener('state', event => {
  const first = state === null;
  state = JSON.parse(event.data);
  setClock(state.zoneMs);
  if (first) {
    recipes();
    if (!state.trails.length) follow();
  }
  refresh();
});
stream.addEventListener('bubble', event => receive(JSON.parse(event.data)));
stream.addEventListener('open', () => { connected = true; refresh(); });
stream.addEventListener('error', () => { connected = false; refresh(); });
setInterval(() => state && (show(state.robots), tick()), 1000);
redraw();
