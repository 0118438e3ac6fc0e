// What the server should know before it renders: the time zone, and whether the person likes it dark. Kept in cookies for a year.
const yearInSeconds = 31536000;
const system = matchMedia('(prefers-color-scheme: dark)');

function keep(name, value) {
  const secure = location.protocol === 'https:' ? '; secure' : '';
  document.cookie = `${name}=${value}; path=/; max-age=${yearInSeconds}; samesite=lax${secure}`;
}

export function chosenTheme() {
  return /(?:^|; )weir-theme=(light|dark)/.exec(document.cookie)?.[1] ?? 'system';
}

function isDark() {
  const choice = chosenTheme();
  return choice === 'system' ? system.matches : choice === 'dark';
}

function show() {
  const scheme = isDark() ? 'dark' : 'light';
  document.documentElement.classList.remove('light', 'dark');
  document.documentElement.classList.add(scheme);
  document.querySelector('meta[name=color-scheme]')?.setAttribute('content', scheme);
}

export function chooseTheme(choice) {
  keep('weir-theme', choice);
  show();
}

// Now, and whenever the system turns.
function follow() {
  keep('weir-dark', system.matches ? 1 : 0);
  show();
}

keep('weir-zone', Intl.DateTimeFormat().resolvedOptions().timeZone ?? 'UTC');
follow();
system.addEventListener('change', follow);
