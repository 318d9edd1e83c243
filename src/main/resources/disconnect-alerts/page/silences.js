// What somebody wants quiet for a while: what is on, a form for another, and its end.
import { act, read } from './api.js';
import { keep, make, once, sure } from './dom.js';
import { at, say } from './words.js';

const $ = id => document.getElementById(id);
const MATCHERS = ['clientid', 'node', 'reason'];
const HOURS = [0.5, 1, 2, 4, 8, 24];
let known = true;

const tell = text => { $('silence-said').textContent = text; };

function row(silence) {
  const match = silence.all ? say('everything') : Object.entries(silence.match ?? {}).map(([name, value]) => `${name}=${value}`).join(' ');
  const end = sure('endNow', () => act('DELETE', `silences/${encodeURIComponent(silence.id)}`).then(() => tell(''), refusal => tell(say('refused')(refusal))).then(refresh).catch(refusal => tell(say('refused')(refusal))));
  end.setAttribute('aria-label', `${say('endNow')}: ${match}`);
  return make('li', 'item', make('p', 'from', make('b', null, match), make('time', null, say('until')(at(silence.until)))),
    make('p', 'hint', silence.window ? silence.window : [silence.by, silence.why].filter(Boolean).join(': '), silence.silenced ? ` · ${say('silenced')(silence.silenced)}` : ''),
    silence.window ? null : make('p', 'buttons', end));
}

function field(name, input, label) {
  input.id = `silence-${name}`;
  input.name = name;
  const text = make('label', null, label);
  text.htmlFor = input.id;
  return make('p', 'field', text, input);
}

/** The form, in the page's language. */
export function build() {
  const hours = make('select', null, ...HOURS.map(hour => {
    const option = make('option', null, say('hours')(hour));
    option.value = String(hour);
    return option;
  }));
  hours.value = '2';
  const all = make('input');
  all.type = 'checkbox';
  const add = make('button', 'chief', say('add'));
  add.type = 'submit';
  const text = name => Object.assign(make('input'), { type: 'text', maxLength: 200, required: name === 'by' || name === 'why', placeholder: say('matcherHints')[name] ?? '' });
  $('silence').replaceChildren(...MATCHERS.map(name => field(name, text(name), say('matchers')[name])), field('all', all, say('everything')),
    field('for', hours, say('howLong')), field('by', text('by'), say('by')), field('why', text('why'), say('why')), add);
}

$('silence').addEventListener('submit', event => {
  event.preventDefault();
  const values = new FormData(event.target);
  const match = Object.fromEntries(MATCHERS.map(name => [name, values.get(name).trim()]).filter(([, value]) => value));
  const until = new Date(Date.now() + Number(values.get('for')) * 3_600_000).toISOString();
  const wish = { ...values.has('all') ? { all: true } : { match }, until, by: values.get('by').trim(), why: values.get('why').trim() };
  once(event.target.querySelector('[type=submit]'), () => act('POST', 'silences', wish).then(() => {
    event.target.reset();
    tell(say('silenceAdded'));
    return refresh();
  }).catch(refusal => tell(say('refused')(refusal))));
});

/** Hidden where the program knows no silences. */
export async function refresh() {
  if (!known) return;
  try {
    const { silences } = await read('silences');
    $('silences-panel').hidden = false;
    keep($('silences'), silences, silence => silence.id, row);
  } catch (refusal) {
    if (refusal.status !== 404) throw refusal;
    known = false;
  }
}
