// What the program itself says in English, in the page's language as far as that is known.
import { tag } from './language.js';

/** By language; {} stands for anything, which is said in that language if it is known too. */
const SAID = await (await fetch(new URL('sentences.json', import.meta.url))).json();
const SLOT = '{}';
const KNOWN = Object.fromEntries(Object.entries(SAID).map(([language, sentences]) => [language, sentences.map(([said, meant]) =>
  [new RegExp(`^${said.split(SLOT).map(part => part.replace(/[$()*+.?[\\\]^{|}]/g, '\\$&')).join('(.*?)')}$`, 's'), meant])]));

/** What the program said, in the page's language as far as that is known. */
export function inWords(sentence) {
  if (!sentence) return sentence;
  for (const [said, meant] of KNOWN[tag()] ?? []) {
    const [found, ...slots] = sentence.match(said) ?? [];
    if (found) return meant.replaceAll(SLOT, () => inWords(slots.shift()));
  }
  return sentence;
}
