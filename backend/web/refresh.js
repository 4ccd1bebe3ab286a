// Keeps the figures current: asks every two seconds, swaps them only when they changed (ETag), and
// lets "12 s ago" run on in between. Without script the page reloads itself instead.
'use strict';

const every = 2000;
const figures = document.getElementById('figures');
const lost = document.getElementById('lost');
const pause = document.getElementById('pause');
let tag = '';
let serverAhead = 0; // the server's clock minus this one's, in ms
let paused = false;

// As words.cpp says it.
function ago(ms) {
  const seconds = Math.floor(ms / 1000);
  if (seconds < 5) return 'just now';
  if (seconds < 60) return `${seconds} s ago`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ago`;
  if (seconds < 48 * 3600) return `${Math.floor(seconds / 3600)} h ago`;
  return `${Math.floor(seconds / (24 * 3600))} days ago`;
}

function sayContacts() {
  for (const time of figures.querySelectorAll('time[data-ms]')) {
    const words = ago(Date.now() + serverAhead - Number(time.dataset.ms));
    if (time.textContent !== words) time.textContent = words;
  }
}

// The server escapes whatever came from a kiosk, and the page's policy allows no inline script.
async function refresh() {
  const response = await fetch(figures.dataset.from, {
    cache: 'no-store',
    headers: tag ? { 'If-None-Match': tag } : {},
    signal: AbortSignal.timeout(10000),
  });
  if (response.status === 401) return location.reload(); // signed out: the page itself says so
  if (response.status !== 200 && response.status !== 304) throw new Error(String(response.status));
  serverAhead = Date.parse(response.headers.get('Date')) - Date.now();
  if (response.status === 304) return;
  const html = await response.text();
  tag = response.headers.get('ETag') || '';
  figures.innerHTML = html;
}

async function beat() {
  if (!paused) {
    try {
      await refresh();
      lost.hidden = true;
    } catch {
      lost.hidden = false;
    }
    sayContacts();
  }
  setTimeout(beat, every);
}

pause.hidden = false;
pause.addEventListener('click', () => {
  paused = !paused;
  pause.textContent = paused ? 'Resume updates' : 'Pause updates';
});
beat();
