// Renders the markdown of models' answers. Everything is made of elements and text nodes, never of markup: nothing that a model writes can become
// a script, a style or a form, and nothing is fetched, as pictures become links.

const blockStart = /^(#{1,6}\s|```|~~~|>|\s*([-*+]|\d+[.)])\s|\s*\|.*\|\s*$|\s*([-*_]\s*){3,}$)/;

export function render(text, into) {
  const lines = text.replace(/\r\n?/g, '\n').split('\n');
  into.replaceChildren(...blocks(lines));
}

function blocks(lines) {
  const made = [];
  let at = 0;
  while (at < lines.length) {
    const line = lines[at];
    const fence = /^\s{0,3}(```+|~~~+)\s*([^\s`]*)/.exec(line);
    if (fence) {
      // While the answer still comes, its end isn't there yet.
      const end = lines.findIndex((other, i) => i > at && other.trim().startsWith(fence[1]) && other.trim().replaceAll(fence[1][0], '') === '');
      const last = end < 0 ? lines.length : end;
      made.push(codeBlock(lines.slice(at + 1, last).join('\n'), fence[2]));
      at = last + 1;
    } else if (line.trim() === '') {
      at++;
    } else if (/^\s{0,3}([-*_]\s*){3,}$/.test(line)) {
      made.push(document.createElement('hr'));
      at++;
    } else if (/^#{1,6}\s/.test(line)) {
      // Under the page's own headings.
      const level = Math.min(6, /^#+/.exec(line)[0].length + 2);
      made.push(element(`h${level}`, inline(line.replace(/^#+\s+/, '').replace(/\s+#+\s*$/, ''))));
      at++;
    } else if (/^\s{0,3}>/.test(line)) {
      const from = at;
      while (at < lines.length && /^\s{0,3}>/.test(lines[at])) at++;
      made.push(element('blockquote', blocks(lines.slice(from, at).map(quoted => quoted.replace(/^\s{0,3}>\s?/, '')))));
    } else if (listItem(line)) {
      const [list, next] = readList(lines, at);
      made.push(list);
      at = next;
    } else if (isTable(lines, at)) {
      const from = at;
      at += 2;
      while (at < lines.length && lines[at].includes('|')) at++;
      made.push(table(lines.slice(from, at)));
    } else {
      const from = at++;
      while (at < lines.length && lines[at].trim() !== '' && !blockStart.test(lines[at])) at++;
      made.push(element('p', inline(lines.slice(from, at).join('\n'))));
    }
  }
  return made;
}

function codeBlock(text, language) {
  const code = element('code', [text]);
  const pre = element('pre', [code]);
  pre.tabIndex = 0;
  pre.setAttribute('aria-label', language ? `Code, ${language}` : 'Code');
  return pre;
}

function listItem(line) {
  const found = /^(\s*)([-*+]|(\d+)[.)])\s+(.*)$/.exec(line);
  return found && { indent: found[1].length, isOrdered: found[3] !== undefined, start: Number(found[3]), text: found[4], width: line.length - found[4].length };
}

function readList(lines, at) {
  const first = listItem(lines[at]);
  const list = document.createElement(first.isOrdered ? 'ol' : 'ul');
  if (first.isOrdered && first.start !== 1) {
    list.start = first.start;
  }
  while (at < lines.length) {
    const item = listItem(lines[at]);
    if (!item || item.indent !== first.indent || item.isOrdered !== first.isOrdered) {
      break;
    }
    const inner = [item.text];
    at++;
    // What is further in belongs to the item, and so does what goes on without an empty line.
    while (at < lines.length) {
      const isDeeper = /^\s+/.test(lines[at]) && lines[at].search(/\S/) > item.indent;
      const isBlankWithin = lines[at].trim() === '' && at + 1 < lines.length && lines[at + 1].search(/\S/) > item.indent;
      if (!isDeeper && !isBlankWithin) {
        break;
      }
      inner.push(lines[at].slice(Math.min(item.width, Math.max(0, lines[at].search(/\S|$/)))));
      at++;
    }
    const content = blocks(inner);
    list.append(element('li', content.length > 0 && content[0].tagName === 'P' ? [...content[0].childNodes, ...content.slice(1)] : content));
    // Items may stand apart.
    if (at < lines.length && lines[at].trim() === '' && at + 1 < lines.length && listItem(lines[at + 1])?.indent === first.indent) {
      at++;
    }
  }
  return [list, at];
}

function isTable(lines, at) {
  return lines[at].includes('|') && at + 1 < lines.length && lines[at + 1].includes('-') && /^\s*\|?\s*:?-+:?\s*(\|\s*:?-+:?\s*)*\|?\s*$/.test(lines[at + 1]);
}

function table(lines) {
  const cells = line => line.trim().replace(/^\|/, '').replace(/\|$/, '').split(/(?<!\\)\|/).map(cell => cell.trim().replaceAll('\\|', '|'));
  const head = element('tr', cells(lines[0]).map(cell => element('th', inline(cell))));
  const rows = lines.slice(2).map(line => element('tr', cells(line).map(cell => element('td', inline(cell)))));
  const made = element('table', [element('thead', [head]), element('tbody', rows)]);
  made.className = 'table';
  const scroll = element('div', [made]);
  scroll.className = 'table-scroll';
  scroll.tabIndex = 0;
  return scroll;
}

// Code first, as nothing in it means anything; then what has a word's beginning and end.
const spans = /(`+)([\s\S]+?)\1(?!`)|!?\[([^\]\n]*)\]\(\s*<?([^\s)>]+)>?(?:\s+"[^"]*")?\s*\)|(\*\*|__)(?=\S)([\s\S]+?\S|\S)\5|(~~)(?=\S)([\s\S]+?)\7|(\*)(?=[^\s*])([\s\S]*?[^\s*])\*(?!\*)|(?<![\w_])(_)(?=[^\s_])([\s\S]*?[^\s_])_(?![\w_])|<?(https?:\/\/[^\s<>()]+[^\s<>().,;:!?'"])>?|\\([\\`*_{}[\]()#+\-.!|~>])|( {2,}\n)/;

function inline(text) {
  const made = [];
  let rest = text;
  for (let found = spans.exec(rest); found; found = spans.exec(rest)) {
    made.push(rest.slice(0, found.index));
    const [whole, ticks, code, label, address, strong, strongText, struck, struckText, star, starText, low, lowText, bare, escaped, broken] = found;
    if (ticks) made.push(element('code', [code.replace(/^ (.*) $/s, '$1')]));
    else if (address !== undefined) made.push(link(address, inline(label || address)));
    else if (strong) made.push(element('strong', inline(strongText)));
    else if (struck) made.push(element('del', inline(struckText)));
    else if (star) made.push(element('em', inline(starText)));
    else if (low) made.push(element('em', inline(lowText)));
    else if (bare) made.push(link(bare, [bare]));
    else if (escaped) made.push(escaped);
    else if (broken) made.push(document.createElement('br'));
    rest = rest.slice(found.index + whole.length);
  }
  made.push(rest);
  return made.filter(part => part !== '');
}

// An address with another scheme could be a script: it stays text.
function link(address, content) {
  if (!/^(https?:\/\/|mailto:)/i.test(address)) {
    return element('span', content);
  }
  const made = element('a', content);
  made.href = address;
  made.target = '_blank';
  made.rel = 'noopener noreferrer nofollow';
  return made;
}

function element(name, content) {
  const made = document.createElement(name);
  made.append(...content);
  return made;
}
