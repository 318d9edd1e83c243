// The path of each event: what the broker saw, what triage decided, and when each group was told.
import { make } from './dom.js';
import { clock, n, say } from './words.js';

/** They tell the end of what was told: no rule decided on them. */
const ENDS = ['client.back', 'client.steady', 'client.still_gone'];
const ROBOTS = ['wecom', 'dingtalk', 'feishu'];

function after(start, at) {
  const ms = at - start;
  return ms < 1000 ? `+${Math.max(0, ms)} ms` : ms < 100_000 ? `+${(ms / 1000).toFixed(1)} s` : `+${Math.round(ms / 1000)} s`;
}

const span = (start, stage) => stage.count > 1 && stage.last - stage.first > 20
  ? `${after(start, stage.first)} – ${after(start, stage.last).slice(1)}` : after(start, stage.first);

function stage(name, value, extra) {
  return make('li', value ? 'done' : 'open', make('b', null, say('stages')[name]), make('span', null, value || '…'), extra);
}

function chat(robot, trail) {
  const mine = trail.robots[robot];
  const start = trail.gone.first;
  const told = mine?.told.count
    ? ['parked', 'silenced'].includes(mine.outcome) ? say(mine.outcome) : span(start, mine.told) : mine ? say('attempts')(mine.attempts) : say('waits');
  const row = make('tr', mine?.told.count >= trail.committed.count && mine.outcome !== 'silenced' ? 'done' : 'open',
    make('th', null, make('i', `dot ${robot}`), say('robots')[robot]),
    make('td', null, mine ? span(start, mine.permits) : '…'),
    make('td', null, told, trail.committed.count > 1 && mine?.messages ? make('small', null, say('inMessages')(mine.told.count, mine.messages)) : null));
  return row;
}

/** How long a loss still waits whether its device comes back; what counts down is kept up to date by `tick`. */
function grace(trail) {
  const span = make('li', trail.due ? 'done' : 'open', make('b', null, say('stages').grace), make('span', null, say('noGrace')));
  if (trail.due) {
    span.lastChild.dataset.due = trail.waiting ? trail.due : 0;
    count(span.lastChild);
  }
  return span;
}

function count(element) {
  const left = Math.ceil((element.dataset.due - Date.now()) / 1000);
  element.textContent = left > 0 ? say('left')(left) : say('over');
}

export const tick = () => document.querySelectorAll('[data-due]').forEach(count);

export function draw(trail, rules) {
  const start = trail.gone.first;
  const head = make('header', null,
    make('span', 'client', trail.clientid, trail.gone.count > 1 ? make('em', null, ` ${say('more')(trail.gone.count - 1)}`) : null),
    trail.class ? make('span', `verdict ${trail.severity}`, `${say('kinds')[trail.kind] ?? trail.class} · ${say('severity')[trail.severity] ?? trail.severity}`) : null,
    make('code', 'reason', trail.reason || '-'),
    make('time', null, `${trail.entrance.toUpperCase()} ${clock(start, 'ms')}`));
  const card = make('li', `trail ${trail.severity}`, head);
  card.dataset.kind = trail.kind;
  if (trail.committed.count || trail.due) {
    card.append(make('ol', 'stages',
      stage('received', span(start, trail.received)),
      ...ENDS.includes(trail.kind) ? [] : [stage('rule', trail.class), grace(trail)],
      stage('committed', trail.committed.count ? span(start, trail.committed) : trail.waiting ? '' : '–')));
    card.querySelector('.stages').title = rules[trail.class] ?? '';
  }
  if (trail.committed.count) {
    const table = make('table', 'told', make('thead', null, make('tr', null, make('td', null), make('th', null, say('stages').permit), make('th', null, say('stages').told))),
      make('tbody', null, ...ROBOTS.map(robot => chat(robot, trail))));
    card.append(table);
  } else if (trail.severity === 'quiet') {
    card.append(make('p', 'why', say('quiet')(trail.class), rules[trail.class] ? make('q', null, rules[trail.class]) : null));
  } else if (!trail.due && !trail.over.count && !trail.known.count) {
    card.append(make('p', 'why', say(trail.duplicates.count ? 'again' : 'deciding')));
  }
  if (trail.over.count) card.append(make('p', 'why', say('overInTime')(trail.over.count)));
  if (trail.known.count) card.append(make('p', 'why', say('known')(trail.known.count)));
  if (trail.back.count) card.append(make('p', 'back', say('back')(trail.back.count, after(start, trail.back.last).slice(1))));
  return card;
}

const term = (number, name, look) => make('span', `term ${look ?? ''}`, make('b', null, n(number)), make('span', null, name));
const sign = text => make('span', 'sign', text);

/** One line an entrance, one a robot; a line that balances gets its tick. */
export function sums(state) {
  const m = state.meters;
  const parts = [[m.ignored, say('ignored')], [m.quiet, say('quietOnes')], [state.toTell, say('toTell')]];
  if (m.refused) parts.push([m.refused, say('unreadable')]);
  if (m.duplicate) parts.push([m.duplicate, say('duplicate')]);
  if (m.spared) parts.push([m.spared, say('spared')]);
  const rest = m.received - parts.reduce((sum, [number]) => sum + number, 0);
  if (rest > 0) parts.push([rest, say(state.waiting ? 'waiting' : 'underWay')]);
  const line = (label, look, total, terms, balanced) => make('p', `sum ${balanced ? 'balanced' : ''}`, make('span', `label ${look}`, label),
    ...total, ...terms.flatMap(([number, name], i) => [sign(i ? '+' : '='), term(number, name)]), make('span', 'tick', balanced ? '✓' : ''));
  const lines = [line('disconnect-alerts', '', [term(m.received, say('received'))], parts, rest === state.waiting)];
  for (const { robot, sum } of state.robots) {
    lines.push(line(say('robots')[robot], robot, [term(sum.addressed, say('toTell'))],
      [[sum.told, say('toldIn')], [sum.pending, say('pendingNow')]], sum.addressed === sum.told + sum.pending));
  }
  return lines;
}
