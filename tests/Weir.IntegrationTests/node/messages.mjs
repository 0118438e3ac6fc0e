// Calls Weir with Anthropic's own SDK, as an application would, and prints as JSON what the SDK made of the answers.
// Environment: WEIR_URL, WEIR_KEY.
import Anthropic from "@anthropic-ai/sdk";

const client = new Anthropic({ baseURL: process.env.WEIR_URL, apiKey: process.env.WEIR_KEY, maxRetries: 0 });
const request = {
  model: "claude-sonnet-4-5",
  max_tokens: 1000,
  messages: [{ role: "user", content: "What is a weir? Grüße 水" }],
};
const tools = [{ name: "get_level", description: "A river's level", input_schema: { type: "object", properties: { city: { type: "string" } } } }];

const plain = await client.messages.create(request);

const events = [];
const streaming = client.messages.stream(request);
for await (const event of streaming) {
  events.push(event.type);
}

const called = await client.messages.stream({ ...request, tools }).finalMessage();
const counted = await client.messages.countTokens({ model: request.model, messages: request.messages });
const models = [];
for await (const model of client.models.list()) {
  models.push(model.id);
}

// A limit that is reached, and a key that is wrong, must arrive as the SDK's own errors.
const wrong = new Anthropic({ baseURL: process.env.WEIR_URL, apiKey: "weir_wrong", maxRetries: 0 });
const refused = await wrong.messages.create(request).then(
  () => null,
  (error) => ({ name: error.constructor.name, status: error.status, type: error.error?.error?.type }),
);

console.log(JSON.stringify({ plain, streamed: await streaming.finalMessage(), events, called, counted, models, refused }));
