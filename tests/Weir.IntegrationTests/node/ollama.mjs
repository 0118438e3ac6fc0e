// Calls Weir with Ollama's own library, as an application would, and prints as JSON what the library made of the answers.
// Without WEIR_KEY no header is sent: the key then stands in the path of WEIR_URL.
import { Ollama } from "ollama";
import { all, failure, key, leave, pixel, print, recordingFetch, url } from "./seen.mjs";

const bearer = (value) => (value ? { Authorization: `Bearer ${value}` } : {});
const client = new Ollama({ host: url, headers: bearer(key), fetch: recordingFetch });
const model = "llama3.2";
const ask = (content) => ({ model, messages: [{ role: "user", content }], options: { num_predict: 1000 } });
const join = (parts, pick) => parts.map(pick).join("");

const plain = await client.chat({ ...ask("What is a weir? Grüße 水"), field_of_tomorrow: { kept: [1, null] } });
const parts = await all(await client.chat({ ...ask("What is a weir? Grüße 水"), stream: true }));
const streamed = { text: join(parts, (part) => part.message.content), last: parts.at(-1), count: parts.length };

const generated = await client.generate({ model, prompt: "What is a weir?", options: { num_predict: 1000 } });
const generatedParts = await all(await client.generate({ model, prompt: "What is a weir?", options: { num_predict: 1000 }, stream: true }));
const generatedStreaming = { text: join(generatedParts, (part) => part.response), last: generatedParts.at(-1) };

// The whole turn of a tool, which the library leaves to its user.
const parameters = { type: "object", properties: { city: { type: "string" } }, required: [] };
const tools = [{ type: "function", function: { name: "get_level", description: "A river's level", parameters } }];
const calling = await client.chat({ ...ask("Use the tool."), tools });
const calls = calling.message.tool_calls.map((call) => call.function);
const results = calls.map((call) => ({ role: "tool", tool_name: call.name, content: "4711 mm" }));
const called = await client.chat({ ...ask("Use the tool."), messages: [...ask("Use the tool.").messages, calling.message, ...results], tools });

const image = await client.chat({ ...ask(""), messages: [{ role: "user", content: "What is this?", images: [Buffer.from(pixel, "base64")] }] });

const embedded = await client.embed({ model: "nomic-embed-text", input: ["What is a weir?", "Grüße 水"] });
const embeddedLegacy = await client.embeddings({ model: "nomic-embed-text", prompt: "What is a weir?" });
const models = (await client.list()).models.map((listed) => listed.name);
const shown = await client.show({ model });
const running = await client.ps();
const version = await client.version();

const stalling = await client.chat({ ...ask("Stall."), stream: true });
const left = await leave(stalling, (part) => part.message.content);
stalling.abort();

// An upstream that says no, a stream that ends in an error, a key that is wrong, and what only an administrator of Ollama may do.
const failed = await failure(() => client.chat(ask("Fail.")));
const broken = await failure(async () => all(await client.chat({ ...ask("Break."), stream: true })));
const pulled = await failure(() => client.pull({ model }));
const deleted = await failure(() => client.delete({ model }));
const wrong = new Ollama({ host: process.env.WEIR_WRONG_URL ?? url, headers: bearer(key && "weir_wrong") });
const refused = await failure(() => wrong.chat(ask("What is a weir?")));

print({
  plain, streamed, generated, generatedStreaming, calls, called, image, embedded, embeddedLegacy,
  models, shown, running, version, left, failed, broken, pulled, deleted, refused,
});
