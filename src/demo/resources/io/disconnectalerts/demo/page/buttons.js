// Presses a button of the demo and says what came of it.
import { say } from './words.js';

let selected = '';

export const selection = () => selected;

export function select(clientid) {
  selected = clientid;
}

export async function press(button, target = selected) {
  const said = document.getElementById('said');
  try {
    const response = await fetch('press', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', 'X-Demo-Button': button },
      body: JSON.stringify({ button, target }),
    });
    const answer = await response.json();
    const name = say('robots')[answer.done] ?? answer.done;
    said.textContent = answer.refused ? say('refused')[answer.refused] ?? answer.refused : say('did')[button](name);
  } catch {
    said.textContent = say('refused').failed;
  }
}
