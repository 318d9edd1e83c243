// What could not be read, or was refused for good: why, what it is, and what to do about it.
import { act, read } from './api.js';
import { keep, make, once, sure } from './dom.js';
import { inWords } from './sentences.js';
import { at, n, say } from './words.js';

const $ = id => document.getElementById(id);
/** As many are listed at most. */
const LISTED = 100;
/** As many are shown, unless somebody wants all. */
const FEW = 4;
let items = [];
let few = true;
let said = '';

const tell = text => {
  said = text;
  $('parked-said').textContent = text;
};

/** What a script would ask for, there is a button for. */
const todo = item => item.todo.replace(`POST /parked/${item.id}/retry`, `“${say('retry')}”`).replace(`DELETE /parked/${item.id}`, `“${say('discard')}”`);

function row(item) {
  const done = (method, path, word) => act(method, path).then(() => tell(say(word)(item.id)), refusal => tell(say('refused')(refusal)))
    .then(refresh).catch(refusal => tell(say('refused')(refusal)));
  const retry = make('button', null, say('retry'));
  retry.type = 'button';
  retry.setAttribute('aria-label', `${say('retry')} ${item.id}`);
  retry.addEventListener('click', () => once(retry, () => done('POST', `parked/${item.id}/retry`, 'retried')));
  const discard = sure('discard', () => done('DELETE', `parked/${item.id}`, 'discarded'));
  discard.setAttribute('aria-label', `${say('discard')} ${item.id}`);
  const payload = make('pre', null, item.payload);
  payload.tabIndex = 0;
  return make('li', 'item',
    make('p', 'from', make('b', null, `${item.id} · ${item.source}`), make('time', null, at(item.parkedAt)), item.topic ? make('span', 'where', item.topic) : null),
    make('p', 'why', inWords(item.reason)), make('p', 'hint', todo(item)),
    make('details', null, make('summary', null, say('payload')), payload),
    make('p', 'buttons', retry, discard));
}

function draw() {
  keep($('parked'), few ? items.slice(0, FEW) : items, item => item.id, row);
  $('parked-more').hidden = !few || items.length <= FEW;
  $('parked-more').textContent = say('more')(items.length - FEW);
}

$('parked-more').addEventListener('click', () => {
  few = false;
  draw();
});

export async function refresh() {
  items = await read('parked');
  draw();
  if (!items.length && !said) $('parked-said').textContent = say('nothingParked');
}

/** Whether others are listed than there are, as far as their number tells. */
export const differ = count => typeof count === 'number' && items.length !== Math.min(count, LISTED);

/** @param count how many there are; null if nobody knows */
export async function summarise(count) {
  $('parked-title').textContent = count ? `${say('parked')} (${n(count)})` : say('parked');
  if (count !== null && count !== undefined) await refresh();
}
