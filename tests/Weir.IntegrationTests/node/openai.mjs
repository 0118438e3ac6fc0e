// Calls Weir with OpenAI's own SDK, as an application would, and prints as JSON what the SDK made of the answers.
import OpenAI from "openai";
import { all, failure, key, leave, pixel, print, recordingFetch, url } from "./seen.mjs";

const settings = { baseURL: `${url}v1`, maxRetries: 0, fetch: recordingFetch, organization: "org-of-the-caller", project: "proj-of-the-caller" };
const client = new OpenAI({ ...settings, apiKey: key });
const model = "gpt-5-mini";
const ask = (content) => ({ model, max_completion_tokens: 1000, messages: [{ role: "developer", content: "Be brief." }, { role: "user", content }] });
const text = (chunks) => chunks.map((chunk) => chunk.choices[0]?.delta?.content ?? "").join("");

const plain = await client.chat.completions.create({ ...ask("What is a weir? Grüße 水"), field_of_tomorrow: { kept: [1, null] } });

const chunks = await all(await client.chat.completions.create({ ...ask("What is a weir? Grüße 水"), stream: true }));
const streamed = {
  text: text(chunks),
  finish: chunks.map((chunk) => chunk.choices[0]?.finish_reason).filter(Boolean),
  withoutChoices: chunks.filter((chunk) => chunk.choices.length === 0).length,
  usages: chunks.map((chunk) => chunk.usage).filter(Boolean),
};
const asked = await all(await client.chat.completions.create({ ...ask("What is a weir?"), stream: true, stream_options: { include_usage: true } }));
const streamedWithUsage = {
  text: text(asked),
  withoutChoices: asked.filter((chunk) => chunk.choices.length === 0).length,
  usages: asked.map((chunk) => chunk.usage).filter(Boolean),
};

// The whole turn of a tool: the model calls it, the SDK runs it, the model reads what came out.
const parameters = { type: "object", properties: { city: { type: "string" } } };
const level = (cities) => [{
  type: "function",
  function: { name: "get_level", description: "A river's level", parameters, parse: JSON.parse, function: (input) => (cities.push(input), "4711 mm") },
}];
const tools = [];
const called = await client.chat.completions.runTools({ ...ask("Use the tool."), tools: level(tools) }).finalContent();
const streamedTools = [];
const calledStreaming = await client.chat.completions.runTools({ ...ask("Use the tool."), stream: true, tools: level(streamedTools) }).finalContent();

const image = await client.chat.completions.create(ask([
  { type: "image_url", image_url: { url: `data:image/png;base64,${pixel}`, detail: "low" } },
  { type: "text", text: "What is this?" },
]));

const input = "What is a weir? Grüße 水";
const response = await client.responses.create({ model, input, max_output_tokens: 1000, store: false, field_of_tomorrow: { kept: [1, null] } });
const responding = client.responses.stream({ model, input, max_output_tokens: 1000, store: false });
const responseEvents = (await all(responding)).map((event) => event.type);
const responseStreamed = await responding.finalResponse();

const flatTools = [{ type: "function", name: "get_level", description: "A river's level", parameters, strict: false }];
const turn = [{ role: "user", content: "Use the tool." }];
const calling = await client.responses.stream({ model, input: turn, max_output_tokens: 1000, store: false, tools: flatTools }).finalResponse();
const outputs = calling.output.filter((item) => item.type === "function_call")
  .map((item) => ({ type: "function_call_output", call_id: item.call_id, output: "4711 mm" }));
const responseCalls = calling.output.filter((item) => item.type === "function_call").map((item) => ({ name: item.name, input: JSON.parse(item.arguments) }));
const responseCalled = await client.responses.create({ model, input: [...turn, ...calling.output, ...outputs], max_output_tokens: 1000, store: false, tools: flatTools });

// By itself the SDK asks for base64 and decodes it.
const embedded = await client.embeddings.create({ model: "text-embedding-3-small", input: ["What is a weir?", "Grüße 水"] });
const embeddedFloats = await client.embeddings.create({ model: "text-embedding-3-small", input: "What is a weir?", encoding_format: "float" });
const models = (await all(client.models.list())).map((listed) => listed.id);
const oneModel = await client.models.retrieve(models[0]);

const left = await leave(
  await client.chat.completions.create({ ...ask("Stall."), max_completion_tokens: 9000, stream: true }),
  (chunk) => chunk.choices[0]?.delta?.content,
);
const responseLeft = await leave(
  await client.responses.create({ model, input: "Stall.", max_output_tokens: 9000, store: false, stream: true }),
  (event) => event.type === "response.output_text.delta",
);

// An upstream that says no, a stream that ends in an error, and a key that is wrong arrive as the SDK's own errors.
const failed = await failure(() => client.chat.completions.create(ask("Fail.")));
const broken = await failure(async () => all(await client.chat.completions.create({ ...ask("Break."), stream: true })));
const wrong = new OpenAI({ ...settings, fetch: undefined, apiKey: "weir_wrong" });
const refused = await failure(() => wrong.chat.completions.create(ask("What is a weir?")));

print({
  plain, streamed, streamedWithUsage, called, tools, calledStreaming, streamedTools, image,
  response, responseEvents, responseStreamed, responseCalls, responseCalled: responseCalled.output_text,
  embedded, embeddedFloats, models, oneModel, left, responseLeft, failed, broken, refused,
});
