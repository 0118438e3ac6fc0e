// The playground: conversations with one model, or with two beside each other.
import { render } from './markdown.js';
import { ask, Refused } from './wire.js';

const mostImages = 4;
const mostImageBytes = 4 * 1024 * 1024;

// How often an answer is drawn while it comes, in milliseconds: as often as eyes follow.
const redraw = 80;

export function start(ground, models) {
  return new Talk(ground, new Map(models.map(model => [model.name, model])));
}

class Talk {
  #settings;
  #form;
  #columns;
  #hint;
  #models;
  #images = [];
  #threads = [];
  #running;
  #ground;

  constructor(ground, models) {
    this.#ground = ground;
    this.#models = models;
    this.#settings = ground.querySelector('.playground-settings');
    this.#form = ground.querySelector('.playground-ask');
    this.#columns = ground.querySelector('[data-columns]');
    this.#hint = this.#columns.firstElementChild;
    const { question, images } = this.#form.elements;
    this.#settings.addEventListener('submit', event => event.preventDefault());
    this.#form.addEventListener('submit', event => {
      event.preventDefault();
      this.#send();
    });
    question.addEventListener('keydown', event => {
      // Enter also ends the writing of a word in Japanese or Chinese.
      if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) {
        event.preventDefault();
        this.#form.requestSubmit();
      }
    });
    question.addEventListener('paste', event => this.#take([...event.clipboardData.files]));
    images.addEventListener('change', () => {
      // A list of its own: the browser's empties with the field.
      this.#take([...images.files]);
      images.value = '';
    });
    ground.addEventListener('keydown', event => event.key === 'Escape' && this.#running?.abort());
    this.#part('stop').addEventListener('click', () => this.#running?.abort());
    this.#part('clear').addEventListener('click', () => this.#clear());
    for (const name of ['model', 'second']) {
      this.#settings.elements[name].addEventListener('change', () => this.#clear());
    }
    question.focus({ preventScroll: true });
    this.#part('send').disabled = false;
    ground.removeAttribute('aria-busy');
  }

  // The page was left.
  leave() {
    this.#running?.abort();
  }

  // For writing it as code: what is being asked, or was last.
  question() {
    const { system, temperature, maxTokens } = this.#read();
    const asked = this.#threads[0]?.messages.findLast(message => message.role === 'user')?.text ?? '';
    return { model: this.#settings.elements.model.value, text: this.#form.elements.question.value.trim() || asked, system, temperature, maxTokens };
  }

  #part(name) {
    return this.#ground.querySelector(`[data-${name}]`);
  }

  #read() {
    const { system, temperature, maxTokens, thinks } = this.#settings.elements;
    return {
      system: system.value.trim(),
      temperature: temperature.value === '' ? null : Number(temperature.value),
      maxTokens: Number(maxTokens.value),
      thinks: thinks.checked,
    };
  }

  async #send() {
    const { question } = this.#form.elements;
    const text = question.value.trim();
    if (this.#running || (text === '' && this.#images.length === 0) || !this.#settings.reportValidity()) {
      return;
    }
    this.#say('');
    this.#begin();
    const images = this.#images;
    this.#images = [];
    this.#showImages();
    question.value = '';
    this.#running = new AbortController();
    this.#turn(true);
    const settings = this.#read();
    await Promise.all(this.#threads.map(thread => thread.ask({ role: 'user', text: text || 'What is this?', images }, settings, this.#running.signal, () => this.#count())));
    this.#running = undefined;
    this.#turn(false);
    this.#part('status').textContent = this.#threads.map(thread => thread.outcome).join(' ');
    question.focus({ preventScroll: true });
  }

  // A column for each model, when there is none yet.
  #begin() {
    if (this.#threads.length > 0) {
      return;
    }
    const names = [this.#settings.elements.model.value, this.#settings.elements.second.value].filter(name => name !== '');
    this.#threads = names.map(name => new Thread(this.#models.get(name)));
    this.#columns.replaceChildren(...this.#threads.map(thread => thread.column));
  }

  #clear() {
    this.#running?.abort();
    this.#threads = [];
    this.#columns.replaceChildren(this.#hint);
    this.#count();
    this.#say('');
  }

  #turn(isRunning) {
    this.#part('stop').hidden = !isRunning;
    this.#part('send').hidden = isRunning;
    this.#columns.setAttribute('data-running', isRunning);
  }

  #count() {
    const all = this.#threads.flatMap(thread => thread.answers);
    const tokens = all.reduce((sum, answer) => sum + answer.tokens, 0);
    const cost = all.reduce((sum, answer) => sum + answer.nanoDollars, 0);
    this.#part('total').textContent = tokens === 0 ? '' : `${all.every(answer => answer.isExact) ? '' : '≈ '}${count(tokens)} tokens, ${money(cost)}`;
  }

  #say(problem) {
    const line = this.#part('problem');
    line.textContent = problem;
    line.hidden = problem === '';
  }

  async #take(files) {
    for (const file of files) {
      if (!/^image\/(png|jpeg|gif|webp)$/.test(file.type)) {
        this.#say(`${file.name} is no PNG, JPEG, GIF or WebP picture.`);
      } else if (file.size > mostImageBytes) {
        this.#say(`${file.name} has more than 4 MB: make it smaller.`);
      } else if (this.#images.length >= mostImages) {
        this.#say(`A message takes ${mostImages} images.`);
      } else {
        this.#images.push({ name: file.name, type: file.type, data: await base64(file) });
      }
    }
    this.#showImages();
  }

  #showImages() {
    this.#part('images').replaceChildren(...this.#images.map(image => {
      const remove = make('button', 'plain-button', 'Remove');
      remove.type = 'button';
      remove.setAttribute('aria-label', `Remove ${image.name}`);
      remove.addEventListener('click', () => {
        this.#images = this.#images.filter(other => other !== image);
        this.#showImages();
      });
      const item = make('li', '', '');
      item.append(picture(image), remove);
      return item;
    }));
  }
}

// What is said with one model.
class Thread {
  messages = [];
  answers = [];
  outcome = '';
  column = make('div', 'playground-column', '');
  #model;

  constructor(model) {
    this.#model = model;
    this.column.append(make('h2', '', model.name));
  }

  async ask(message, settings, signal, changed) {
    this.messages.push(message);
    this.column.append(question(message));
    const answer = new Answer(this.#model, message, this.messages, settings);
    this.answers.push(answer);
    this.column.append(answer.element);
    scrollTo(0, document.documentElement.scrollHeight);
    const drawing = setInterval(() => {
      following(() => answer.draw());
      changed();
    }, redraw);
    try {
      await ask(this.#model.name, this.#model.dialect, this.messages, settings, told => answer.take(told), signal);
      following(() => answer.end());
    } catch (failure) {
      following(() => answer.fail(failure, signal.aborted));
    } finally {
      clearInterval(drawing);
      following(() => answer.draw());
      changed();
    }
    this.outcome = `${this.#model.name}: ${answer.outcome}.`;
    if (answer.text === '') {
      // Nothing was answered: the next message stands in the place of this one.
      this.messages.pop();
    } else {
      this.messages.push({ role: 'assistant', text: answer.text, images: [] });
    }
  }
}

class Answer {
  text = '';
  element = make('article', 'playground-answer', '');
  outcome = '';
  #thinking = '';
  #input;
  #output;
  #stopped = '';
  #lowered;
  #begun = performance.now();
  #first;
  #last;
  #model;
  #guess;
  #shown = '';
  #body = make('div', 'playground-text', '');
  #thoughts = make('details', '', '');
  #figures = make('p', 'playground-figures muted', '');

  constructor(model, message, messages, settings) {
    this.#model = model;
    // About four letters to a token, until the model says what it really was.
    const letters = settings.system.length + messages.reduce((sum, each) => sum + each.text.length, 0);
    this.#guess = Math.ceil(letters / 4) + messages.reduce((sum, each) => sum + each.images.length * 1_500, 0);
    this.#thoughts.append(make('summary', '', 'Thoughts'), make('div', 'playground-thoughts', ''));
    this.#thoughts.hidden = true;
    this.element.setAttribute('aria-label', `${model.name} answers`);
    this.element.setAttribute('data-state', 'running');
    this.element.append(this.#thoughts, this.#body, this.#figures);
  }

  take(told) {
    if (told.text || told.thinking) {
      this.#last = performance.now();
      this.#first ??= this.#last;
    }
    this.text += told.text ?? '';
    this.#thinking += told.thinking ?? '';
    this.#input = told.input ?? this.#input;
    this.#output = told.output ?? this.#output;
    this.#stopped = told.stopped ?? this.#stopped;
    this.#lowered = told.lowered ?? this.#lowered;
  }

  end() {
    this.element.setAttribute('data-state', 'done');
    this.outcome = 'the answer is complete';
    if (this.#stopped === 'max_tokens' || this.#stopped === 'length') {
      this.outcome = 'the answer was cut at its limit';
      this.#note(this.#lowered
        ? `It was cut after ${count(this.#lowered)} tokens: that is all that your limit had room for. Your home page shows your limits.`
        : 'It was cut at the output limit that is set here.');
    } else if (this.#stopped === 'refusal') {
      this.#note('The model declined to go on.');
    }
  }

  fail(failure, isStopped) {
    this.element.setAttribute('data-state', isStopped ? 'stopped' : 'failed');
    if (isStopped) {
      this.outcome = 'stopped';
      this.#note('Stopped. What had come by then counts.');
      return;
    }
    this.outcome = 'failed';
    const refused = failure instanceof Refused ? failure.detail : undefined;
    const problem = make('div', 'problem', '');
    problem.setAttribute('role', 'alert');
    problem.textContent = refused?.sentence ?? (failure instanceof Refused ? failure.message : 'The connection to this server was lost.');
    if (refused) {
      const unit = refused.unit === 'nano_dollars' ? money : amount => `${count(amount)} ${refused.unit.replaceAll('_', ' ')}`;
      problem.textContent += `. ${unit(refused.used)} of ${unit(refused.limit)} are used${refused.needed ? `, and this needs up to ${unit(refused.needed)}` : ''}.`;
      const link = make('a', '', 'See your limits');
      link.href = '/';
      problem.append(' ', link, ', or ask an administrator to raise them.');
    } else if (failure.status === 401) {
      problem.textContent = 'You are signed out: load this page again.';
    }
    this.element.insertBefore(problem, this.#figures);
  }

  draw() {
    if (this.text !== this.#shown) {
      this.#shown = this.text;
      render(this.text, this.#body);
    }
    if (this.#thinking !== '') {
      this.#thoughts.hidden = false;
      this.#thoughts.lastElementChild.textContent = this.#thinking;
    }
    const parts = [`${this.#isInputExact ? '' : '≈ '}${count(this.#inputTokens)} in`, `${this.isExact ? '' : '≈ '}${count(this.#outputTokens)} out`, money(this.nanoDollars)];
    if (this.#first) {
      parts.push(`first word after ${((this.#first - this.#begun) / 1000).toFixed(1)} s`);
      const seconds = (this.#last - this.#first) / 1000;
      if (seconds > 0.5) {
        parts.push(`${Math.round(this.#outputTokens / seconds)} tokens a second`);
      }
    }
    this.#figures.textContent = parts.join(' · ');
    this.#figures.hidden = this.element.dataset.state === 'failed' && this.text === '';
  }

  get isExact() {
    return (this.#isInputExact && this.#output !== undefined) || this.#isNothing;
  }

  get tokens() {
    return this.#isNothing ? 0 : this.#inputTokens + this.#outputTokens;
  }

  get nanoDollars() {
    if (this.#isNothing) {
      return 0;
    }
    const [input, read, written, output] = this.#model.rates;
    const counts = this.#input ?? { fresh: this.#guess, read: 0, written: 0 };
    return (counts.fresh * input + counts.read * read + counts.written * written + this.#outputTokens * output) / 1_000_000;
  }

  // Refused before anything was sent.
  get #isNothing() {
    return this.element.dataset.state === 'failed' && this.#input === undefined && this.text === '';
  }

  get #isInputExact() {
    return this.#input !== undefined;
  }

  get #inputTokens() {
    return this.#input ? this.#input.fresh + this.#input.read + this.#input.written : this.#guess;
  }

  get #outputTokens() {
    return this.#output ?? Math.ceil((this.text.length + this.#thinking.length) / 4);
  }

  #note(text) {
    this.element.insertBefore(make('p', 'muted', text), this.#figures);
  }
}

// Whoever reads at the end stays there while more comes; whoever has scrolled back is left alone.
function following(change) {
  const page = document.documentElement;
  const isAtEnd = page.scrollHeight - innerHeight - scrollY < 100;
  change();
  if (isAtEnd) {
    scrollTo(0, page.scrollHeight);
  }
}

function question(message) {
  const element = make('article', 'playground-question', '');
  element.setAttribute('aria-label', 'You');
  element.append(...message.images.map(picture), make('p', '', message.text));
  return element;
}

function picture(image) {
  const made = make('img', '', '');
  made.alt = image.name;
  made.src = `data:${image.type};base64,${image.data}`;
  return made;
}

function make(name, className, text) {
  const made = document.createElement(name);
  made.className = className;
  made.textContent = text;
  return made;
}

async function base64(file) {
  const url = await new Promise((done, failed) => {
    const reader = new FileReader();
    reader.onload = () => done(reader.result);
    reader.onerror = () => failed(reader.error);
    reader.readAsDataURL(file);
  });
  return url.slice(url.indexOf(',') + 1);
}

const count = amount => Math.round(amount).toLocaleString('en-US');

function money(nanoDollars) {
  const dollars = nanoDollars / 1e9;
  return dollars === 0 ? '$0' : dollars < 0.0001 ? '< $0.0001' : `$${dollars.toFixed(dollars < 1 ? 4 : 2)}`;
}
