// A day as a time line: who was lost and who came back in every ten minutes, and how many were gone.
import { read } from './api.js';
import { make } from './dom.js';
import { clock, n, say } from './words.js';

const BIN_MS = 600_000;
const BINS = 144;
const WIDTH = 432;
const HEIGHT = 104;
const MIDDLE = 64;

function svg(tag, attributes, ...children) {
  const element = document.createElementNS('http://www.w3.org/2000/svg', tag);
  Object.entries(attributes).forEach(([name, value]) => element.setAttribute(name, value));
  element.append(...children);
  return element;
}

function bins(minutes) {
  const end = Math.floor(Date.now() / BIN_MS);
  const all = Array.from({ length: BINS }, (_, i) => ({ at: (end - BINS + 1 + i) * BIN_MS, lost: 0, back: 0, gone: null }));
  for (const minute of minutes) {
    const bin = all[Math.floor(Date.parse(minute.at) / BIN_MS) - end + BINS - 1];
    if (bin) {
      bin.lost += minute.lost;
      bin.back += minute.back;
      bin.gone = minute.gone;
    }
  }
  return all;
}

function chart(all, label) {
  const most = Math.max(1, ...all.map(bin => bin.lost), ...all.map(bin => bin.back));
  const mostGone = Math.max(1, ...all.map(bin => bin.gone ?? 0));
  const step = WIDTH / BINS;
  const bar = (bin, i, value, look, up) => {
    const height = value ? Math.max(2, (up ? MIDDLE - 2 : HEIGHT - MIDDLE - 16) * value / most) : 0;
    return svg('rect', { class: look, x: i * step, y: up ? MIDDLE - height : MIDDLE, width: step - .8, height });
  };
  const known = all.flatMap((bin, i) => bin.gone === null ? [] : [`${i * step + step / 2},${MIDDLE - (MIDDLE - 4) * bin.gone / mostGone}`]);
  const hours = all.flatMap((bin, i) => /^(00|06|12|18):0/.test(clock(bin.at)) ? [[i, clock(bin.at).slice(0, 5)]] : []);
  return svg('svg', { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: 'img', 'aria-label': label, class: 'day' },
    ...all.flatMap((bin, i) => [bin.lost ? bar(bin, i, bin.lost, 'lost', true) : null, bin.back ? bar(bin, i, bin.back, 'back', false) : null]).filter(Boolean),
    svg('line', { class: 'axis', x1: 0, x2: WIDTH, y1: MIDDLE, y2: MIDDLE }),
    known.length > 1 ? svg('polyline', { class: 'still', points: known.join(' ') }) : svg('g', {}),
    ...hours.map(([i, hour]) => svg('text', { x: Math.min(WIDTH - 30, i * step), y: HEIGHT - 1 }, hour)));
}

/** @param now how many are gone; undefined if nobody knows */
export async function refresh(parent, now) {
  const all = bins(await read('minutes'));
  const sum = name => all.reduce((total, bin) => total + bin[name], 0);
  const gone = now ?? all.findLast(bin => bin.gone !== null)?.gone ?? 0;
  const most = Math.max(0, ...all.map(bin => bin.gone ?? 0));
  const figures = [['lost', sum('lost')], ['back', sum('back')], ['still', gone]];
  const label = figures.map(([name, count]) => `${say('figures')[name]} ${n(count)}`).join(', ');
  parent.replaceChildren(make('p', 'legend', ...figures.map(([name, count]) => make('span', name, make('i'), `${say('figures')[name]} `, make('b', null, n(count))))),
    sum('lost') + sum('back') + most > 0 ? chart(all, label) : make('p', 'hint', say('quiet')));
}
