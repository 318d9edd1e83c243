// Asks the program as any script does; the token, if one is needed, stays in this tab.
import { tag } from './language.js';
import { inWords } from './sentences.js';

const KEY = 'operator-token';
const PATIENCE_MS = 15_000;

/** An answer that is none of what was asked for; status 0 if there was none. */
export class Refusal extends Error {
  constructor(status, text) {
    super(text);
    this.status = status;
  }
}

export function show(token) {
  sessionStorage.setItem(KEY, token);
}

async function answer(path, method, body) {
  const token = sessionStorage.getItem(KEY);
  const headers = { 'Accept-Language': tag(), ...token ? { Authorization: `Bearer ${token}` } : {} };
  let response;
  try {
    response = await fetch(path, { method, headers, body, cache: 'no-store', signal: AbortSignal.timeout(PATIENCE_MS) });
  } catch {
    throw new Refusal(0, '');
  }
  if (!response.ok) {
    if (response.status === 401) sessionStorage.removeItem(KEY);
    throw new Refusal(response.status, inWords((await response.text()).trim()));
  }
  return response;
}

export const read = async path => (await answer(path, 'GET')).json();
export const file = async path => (await answer(path, 'GET')).blob();
/** Changes something; resolves with what the program says of it. */
export const act = async (method, path, body) => (await (await answer(path, method, body && JSON.stringify(body))).text()).trim();
