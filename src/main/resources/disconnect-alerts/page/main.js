// Asks every three seconds, while somebody looks, how things stand, and keeps the page like the answers.
import { read, show } from './api.js';
import * as day from './day.js';
import * as gone from './gone.js';
import { onSwitch, speakUp } from './language.js';
import * as parked from './parked.js';
import * as silences from './silences.js';
import * as told from './told.js';
import * as waiting from './waiting.js';
import { standing } from './standing.js';
import { clock, n, say, setZone } from './words.js';

const $ = id => document.getElementById(id);
const EACH_MS = 3_000;
/** What seldom changes by itself is asked for every so many times, and whenever the status says it did. */
const SELDOM = 20;
/** So many times later what changed is in the time line too. */
const WRITTEN = 1;
let status = null;
let failure = null;
let seen = {};
let turn = 0;
let lively = 0;
let timer;

function build() {
  speakUp(say);
  $('search').placeholder = say('search');
  $('search').setAttribute('aria-label', say('search'));
  $('facets').setAttribute('aria-label', say('filter'));
  told.build($('groups'));
  silences.build();
}

function headline() {
  $('live').classList.toggle('off', Boolean(failure) || !status);
  $('live').textContent = failure ? say('lost')(failure) : status ? say('live')(clock(Date.parse(status.now))) : '…';
  document.body.classList.toggle('stale', Boolean(failure));
  if (!status) return unseen();
  const ill = standing($('standing'), status);
  const count = status.gone?.count;
  const stood = [ill ? say('ill')(ill) : say('allWell'), count === undefined ? '' : say('goneNow')(count)].filter(Boolean).join(say('comma'));
  $('headline').textContent = failure ? say('stood')(clock(Date.parse(status.now)), stood) : stood;
  document.title = `${ill || failure ? '⚠ ' : ''}${count ? `(${n(count)}) ` : ''}disconnect-alerts`;
}

function unseen() {
  $('headline').textContent = '';
  document.title = 'disconnect-alerts';
}

/** Whether the status says otherwise than before; or it is time to ask anyway. */
function changed(name, value) {
  const print = JSON.stringify(value ?? null);
  const other = seen[name] !== print;
  seen[name] = print;
  return other || turn % SELDOM === 0;
}

async function look() {
  status = await read('status');
  setZone(status.now);
  $('lock').hidden = true;
  $('data').hidden = false;
  failure = null;
  headline();
  const late = gone.summarise(status.gone, status.robots);
  const asks = [told.refresh($('groups'), status.robots)];
  if (changed('gone', [status.gone, late])) {
    asks.push(gone.refresh());
    lively = turn + WRITTEN;
  }
  if (turn <= lively) asks.push(day.refresh($('day'), status.gone?.count));
  if (changed('waiting', status.waiting) || status.waiting) asks.push(waiting.refresh($('waiting'), $('waiting-panel'), status.waiting));
  if (changed('parked', status.parked) || parked.differ(status.parked)) asks.push(parked.summarise(status.parked));
  if (changed('silences', status.silences)) asks.push(silences.refresh());
  const lost = (await Promise.allSettled(asks)).find(one => one.status === 'rejected');
  if (lost) {
    seen = {};
    throw lost.reason;
  }
}

async function poll() {
  clearTimeout(timer);
  try {
    await look();
    turn++;
  } catch (refusal) {
    if (refusal.status === undefined) console.error(refusal);
    if (refusal.status === 401) return lock();
    failure = refusal;
    headline();
  }
  if (!document.hidden) timer = setTimeout(poll, EACH_MS);
}

function lock() {
  status = null;
  failure = null;
  headline();
  $('data').hidden = true;
  $('lock').hidden = false;
  $('live').textContent = '';
  $('token').focus();
}

$('lock').addEventListener('submit', async event => {
  event.preventDefault();
  show($('token').value);
  $('token').value = '';
  $('lock-said').textContent = '';
  seen = {};
  turn = 0;
  await poll();
  if (!$('lock').hidden) $('lock-said').textContent = failure ? failure.message || say('silent') : say('wrongToken');
});
onSwitch(() => {
  build();
  seen = {};
  turn = 0;
  poll();
});
document.addEventListener('visibilitychange', () => document.hidden ? clearTimeout(timer) : poll());
build();
poll();
