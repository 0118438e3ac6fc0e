// Starts the pages' connection to the server, and does for them what only a browser can.
import { chooseTheme, chosenTheme } from './preferences.js';

let layout;

globalThis.weir = {
  attach(reference) {
    layout = reference;
    document.documentElement.dataset.ready = 'true';
  },

  async copy(text) {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch {
      // On plain HTTP browsers have no clipboard to write to; the old way still works there.
      const area = document.createElement('textarea');
      area.value = text;
      area.style.position = 'fixed';
      document.body.append(area);
      area.select();
      const done = document.execCommand('copy');
      area.remove();
      return done;
    }
  },
};

document.addEventListener('keydown', event => {
  if (event.key.toLowerCase() === 'k' && (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey) {
    event.preventDefault();
    document.querySelector(':popover-open')?.hidePopover();
    layout?.invokeMethodAsync('OpenPaletteAsync');
  }
});

// Menus open and close by themselves; what is chosen from them, or beside the one that lies over the page, is done here.
document.addEventListener('click', event => {
  const theme = event.target.closest('[data-theme]')?.dataset.theme;
  if (theme) {
    chooseTheme(theme);
  }
  const menu = document.getElementById('menu');
  if (event.target.closest('#menu a') || (event.target === menu && event.clientX > menu.offsetWidth)) {
    menu.hidePopover();
  }
  if (event.target.closest('.skip-link')) {
    // By its address it would lead to the home page, which all addresses are relative to.
    event.preventDefault();
    document.getElementById('content').focus();
  }
});
document.addEventListener('beforetoggle', event => {
  for (const button of event.target.querySelectorAll('[data-theme]')) {
    button.setAttribute('aria-pressed', button.dataset.theme === chosenTheme());
  }
}, true);

// Whoever is signed out by now is asked to sign in, rather than to wait for a connection that is refused for good.
async function leaveIfSignedOut() {
  try {
    const answer = await fetch('/auth/me', { cache: 'no-store' });
    if (answer.status === 401 || answer.status === 403) {
      location.reload();
    }
  } catch {
    // The server can't be reached either way; the next try asks again.
  }
}

const lost = document.getElementById('components-reconnect-modal');
lost.addEventListener('components-reconnect-state-changed', event => {
  const state = event.detail.state;
  lost.dataset.state = state;
  if (state === 'hide') {
    lost.close();
  } else if (state === 'rejected') {
    // The server knows this page no more; what a fresh one shows is right.
    location.reload();
  } else {
    if (!lost.open) {
      lost.showModal();
    }
    leaveIfSignedOut();
  }
});
document.getElementById('reconnecting-reload').addEventListener('click', () => location.reload());
document.getElementById('reconnecting-again').addEventListener('click', async () => {
  if (!await globalThis.Blazor.reconnect()) {
    location.reload();
  }
});

// One connection and no negotiation before it: so any of several servers may take it.
const webSockets = 1;
globalThis.Blazor.start({
  circuit: { configureSignalR: builder => builder.withUrl('_blazor', { skipNegotiation: true, transport: webSockets }) },
});
