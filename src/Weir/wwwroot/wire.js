// Asks a model in whatever dialect it speaks, with the session of whoever is signed in, and tells what comes. The same paths, limits and ledger as
// for any other caller.

const paths = {
  anthropic: '/api/inference/anthropic/messages',
  openai: '/api/inference/openai/chat/completions',
  ollama: '/api/inference/ollama/chat',
};

// tell({ text }), tell({ thinking }), tell({ input, output }), tell({ stopped }). Throws a Refused for what Weir or an upstream says no to.
export async function ask(model, dialect, messages, settings, tell, signal) {
  const response = await fetch(paths[dialect], {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(bodies[dialect](model, messages, settings)),
    signal,
  });
  if (!response.ok) {
    throw new Refused(await problem(response), response.status);
  }
  const lowered = response.headers.get('weir-output-cap');
  if (lowered) {
    tell({ lowered: Number(lowered) });
  }
  for await (const event of dialect === 'ollama' ? lines(response.body) : serverSent(response.body)) {
    readers[dialect](event, tell);
  }
}

// A no: a sentence, and where a limit was reached the figures to it.
export class Refused extends Error {
  constructor(problem, status) {
    super(problem.sentence ?? problem);
    this.status = status;
    this.detail = problem.sentence ? problem : undefined;
  }
}

const bodies = {
  anthropic: (model, messages, settings) => ({
    model,
    max_tokens: settings.maxTokens,
    stream: true,
    ...(settings.system ? { system: settings.system } : {}),
    // Whoever lets it think can't say how wild.
    ...(settings.thinks ? { thinking: { type: 'adaptive', display: 'summarized' } } : settings.temperature === null ? {} : { temperature: Math.min(1, settings.temperature) }),
    messages: messages.map(({ role, text, images }) => ({
      role,
      content: images.length === 0 ? text : [
        ...images.map(image => ({ type: 'image', source: { type: 'base64', media_type: image.type, data: image.data } })),
        { type: 'text', text },
      ],
    })),
  }),
  openai: (model, messages, settings) => ({
    model,
    max_completion_tokens: settings.maxTokens,
    stream: true,
    stream_options: { include_usage: true },
    ...(settings.temperature === null ? {} : { temperature: settings.temperature }),
    ...(settings.thinks ? { reasoning_effort: 'medium' } : {}),
    messages: [
      ...(settings.system ? [{ role: 'system', content: settings.system }] : []),
      ...messages.map(({ role, text, images }) => ({
        role,
        content: images.length === 0 ? text : [
          ...images.map(image => ({ type: 'image_url', image_url: { url: `data:${image.type};base64,${image.data}` } })),
          { type: 'text', text },
        ],
      })),
    ],
  }),
  ollama: (model, messages, settings) => ({
    model,
    stream: true,
    ...(settings.thinks ? { think: true } : {}),
    options: { num_predict: settings.maxTokens, ...(settings.temperature === null ? {} : { temperature: settings.temperature }) },
    messages: [
      ...(settings.system ? [{ role: 'system', content: settings.system }] : []),
      ...messages.map(({ role, text, images }) => ({ role, content: text, ...(images.length === 0 ? {} : { images: images.map(image => image.data) }) })),
    ],
  }),
};

const readers = {
  anthropic(event, tell) {
    if (event.type === 'error') throw new Refused(event.error?.message ?? 'The answer broke off.', 200);
    if (event.type === 'message_start') tell({ input: inputOf(event.message?.usage) });
    if (event.type === 'content_block_start' && event.content_block?.text) tell({ text: event.content_block.text });
    if (event.type === 'content_block_delta') {
      if (event.delta?.type === 'text_delta') tell({ text: event.delta.text });
      if (event.delta?.type === 'thinking_delta') tell({ thinking: event.delta.thinking });
    }
    if (event.type === 'message_delta') {
      tell({ output: event.usage?.output_tokens, ...(event.usage?.input_tokens === undefined ? {} : { input: inputOf(event.usage) }), stopped: event.delta?.stop_reason });
    }
  },
  openai(event, tell) {
    if (event.error) throw new Refused(event.error.message ?? 'The answer broke off.', 200);
    const choice = event.choices?.[0];
    const thinking = choice?.delta?.reasoning_content ?? choice?.delta?.reasoning;
    if (thinking) tell({ thinking });
    if (choice?.delta?.content) tell({ text: choice.delta.content });
    if (choice?.finish_reason) tell({ stopped: choice.finish_reason });
    if (event.usage) {
      const read = event.usage.prompt_tokens_details?.cached_tokens ?? 0;
      tell({ input: { fresh: event.usage.prompt_tokens - read, read, written: 0 }, output: event.usage.completion_tokens });
    }
  },
  ollama(event, tell) {
    if (event.error) throw new Refused(event.error, 200);
    if (event.message?.thinking) tell({ thinking: event.message.thinking });
    if (event.message?.content) tell({ text: event.message.content });
    if (event.done) tell({ input: { fresh: event.prompt_eval_count ?? 0, read: 0, written: 0 }, output: event.eval_count ?? 0, stopped: event.done_reason });
  },
};

const inputOf = usage => ({ fresh: usage?.input_tokens ?? 0, read: usage?.cache_read_input_tokens ?? 0, written: usage?.cache_creation_input_tokens ?? 0 });

// Weir's own refusals are {"error": "…"}, with figures where a limit was reached; an upstream's pass as they are.
async function problem(response) {
  let told;
  try {
    told = await response.json();
  } catch {
    return `The answer was ${response.status} and nothing that can be read.`;
  }
  const sentence = typeof told.error === 'string' ? told.error : told.error?.message ?? `The answer was ${response.status}.`;
  return typeof told.used === 'number' && typeof told.limit === 'number' ? { sentence, ...told } : sentence;
}

async function* lines(body) {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const chunk of chunks(body)) {
    rest += decoder.decode(chunk, { stream: true });
    const parts = rest.split('\n');
    rest = parts.pop();
    for (const part of parts) if (part.trim() !== '') yield JSON.parse(part);
  }
  if (rest.trim() !== '') yield JSON.parse(rest);
}

// Each event stands in one line of data: that is how all upstreams write them.
async function* serverSent(body) {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const chunk of chunks(body)) {
    rest += decoder.decode(chunk, { stream: true });
    const parts = rest.split(/\r?\n/);
    rest = parts.pop();
    for (const part of parts) {
      if (part.startsWith('data:') && part.slice(5).trim() !== '[DONE]') yield JSON.parse(part.slice(5));
    }
  }
}

// Not every browser can walk through a stream by itself.
async function* chunks(body) {
  const reader = body.getReader();
  try {
    for (let part = await reader.read(); !part.done; part = await reader.read()) yield part.value;
  } finally {
    reader.releaseLock();
  }
}
