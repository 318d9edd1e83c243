// Asks the program as any script does; the token, if one is needed, stays in this tab.
import { tag } from './language.js';
import { inWords } from './sentences.js';

const KEY = 'operator-token';
const PATIENCE_MS = 15_000;
/** What no header holds, and so no token. */
const UNSENDABLE = /[^!-~]/;

/** An answer that is none of what was asked for; status 0 if there was none. */
export class Refusal extends Error {
  constructor(status, text) {
    super(text);
    this.status = status;
  }
}

export function show(token) {
  sessionStorage.setItem(KEY, token.trim());
}

function unknown(text) {
  sessionStorage.removeItem(KEY);
  return new Refusal(401, text.trim());
}

async function answer(path, method, body) {
  const token = sessionStorage.getItem(KEY);
  if (token && UNSENDABLE.test(token)) throw unknown('');
  const headers = { 'Accept-Language': tag(), ...token ? { Authorization: `Bearer ${token}` } : {} };
  let response;
  try {
    response = await fetch(path, { method, headers, body, cache: 'no-store', signal: AbortSignal.timeout(PATIENCE_MS) });
  } catch {
    throw new Refusal(0, '');
  }
  if (response.status === 401) throw unknown(await response.text());
  if (!response.ok) throw new Refusal(response.status, inWords((await response.text()).trim()));
  return response;
}

export const read = async path => (await answer(path, 'GET')).json();
export const file = async path => (await answer(path, 'GET')).blob();
/** Changes something; resolves with what the program says of it. */
export const act = async (method, path, body) => (await (await answer(path, method, body && JSON.stringify(body))).text()).trim();
