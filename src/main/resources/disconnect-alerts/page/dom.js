// Builds elements. Every text goes in as text, never as markup.
import { current } from './language.js';
import { say } from './words.js';

const DOUBT_MS = 4_000;
/** What shows nothing, and may have other text read otherwise. */
const UNSEEN = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g;

export function make(tag, look, ...children) {
  const element = document.createElement(tag);
  if (look) element.className = look;
  element.append(...children.filter(child => child !== null && child !== undefined).map(child => child instanceof Node ? child : String(child).replace(UNSEEN, '\ufffd')));
  return element;
}

/** Renders what `draw` makes of each item again only when the item or the language has changed. */
export function keep(parent, items, key, draw) {
  const old = new Map([...parent.children].map(child => [child.dataset.key, child]));
  const fresh = items.map(item => {
    const name = String(key(item));
    const print = current() + JSON.stringify(item);
    const known = old.get(name);
    if (known?.print === print) return known;
    const element = draw(item);
    element.dataset.key = name;
    element.print = print;
    return element;
  });
  if (fresh.length !== parent.children.length || fresh.some((element, i) => parent.children[i] !== element)) {
    replace(parent, fresh);
  }
}

/** Whoever works with the keyboard stays where they are. */
function replace(parent, fresh) {
  const held = document.activeElement;
  const item = parent.contains(held) ? held.closest('[data-key]') : null;
  const place = item ? [...item.querySelectorAll('*')].indexOf(held) : 0;
  parent.replaceChildren(...fresh);
  if (item) {
    const same = fresh.find(element => element.dataset.key === item.dataset.key);
    (held.isConnected ? held : same?.querySelectorAll('*')[place])?.focus({ preventScroll: true });
  }
}

/** Does something once, however often the button is pressed before there is an answer; the focus stays. */
export function once(button, action) {
  if (button.ariaBusy === 'true') return;
  button.ariaBusy = 'true';
  action().finally(() => { button.ariaBusy = null; });
}

/** A button that asks back before it does what cannot be undone. */
export function sure(word, action) {
  const button = make('button', 'sure', say(word));
  button.type = 'button';
  let asked;
  const relax = () => {
    asked = undefined;
    button.textContent = say(word);
    button.classList.remove('asked');
  };
  button.addEventListener('click', () => {
    if (asked) {
      clearTimeout(asked);
      relax();
      once(button, action);
    } else {
      button.textContent = say('sure');
      button.classList.add('asked');
      asked = setTimeout(relax, DOUBT_MS);
    }
  });
  return button;
}
