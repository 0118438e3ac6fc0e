// Calls Weir with Anthropic's own SDK, as an application would, and prints as JSON what the SDK made of the answers.
import Anthropic from "@anthropic-ai/sdk";
import { betaTool } from "@anthropic-ai/sdk/helpers/beta/json-schema";
import { all, failure, key, leave, pixel, print, recordingFetch, url } from "./seen.mjs";

const client = new Anthropic({ baseURL: url, apiKey: key, maxRetries: 0, fetch: recordingFetch });
const ask = (text) => ({ model: "claude-sonnet-4-5", max_tokens: 1000, messages: [{ role: "user", content: text }] });

const plain = await client.messages.create({ ...ask("What is a weir? Grüße 水"), field_of_tomorrow: { kept: [1, null] } });

const streaming = client.messages.stream(ask("What is a weir? Grüße 水"));
const events = (await all(streaming)).map((event) => event.type);

// The whole turn of a tool: the model calls it, the SDK runs it, the model reads what came out.
const tools = [];
const level = (cities) => betaTool({
  name: "get_level",
  description: "A river's level",
  inputSchema: { type: "object", properties: { city: { type: "string" } } },
  run: (input) => (cities.push(input), "4711 mm"),
});
const called = await client.beta.messages.toolRunner({ ...ask("Use the tool."), betas: ["beta-of-tomorrow-2027-01-01"], tools: [level(tools)] });
const streamedTools = [];
const runner = client.beta.messages.toolRunner({ ...ask("Use the tool."), stream: true, tools: [level(streamedTools)] });
for await (const message of runner) {
  await message.finalMessage();
}
const calledStreaming = await runner.done();

const image = await client.messages.create({
  ...ask([
    { type: "image", source: { type: "base64", media_type: "image/png", data: pixel } },
    { type: "text", text: "What is this?" },
  ]),
});

const counted = await client.messages.countTokens({ model: "claude-sonnet-4-5", messages: ask("What is a weir?").messages });
const models = (await all(client.models.list({ limit: 1 }))).map((model) => model.id);
const model = await client.models.retrieve("claude-haiku-4-5");

const left = await leave(
  await client.messages.create({ ...ask("Stall."), max_tokens: 9000, stream: true }),
  (event) => event.type === "content_block_delta",
);

// An upstream that says no, a stream that ends in an error, and a key that is wrong arrive as the SDK's own errors.
const failed = await failure(() => client.messages.create(ask("Fail.")));
const broken = await failure(() => client.messages.stream(ask("Break.")).finalMessage());
const wrong = new Anthropic({ baseURL: url, apiKey: "weir_wrong", maxRetries: 0 });
const refused = await failure(() => wrong.messages.create(ask("What is a weir?")));

print({
  plain, streamed: await streaming.finalMessage(), events, called, tools, calledStreaming, streamedTools,
  image, counted, models, model, left, failed, broken, refused,
});
