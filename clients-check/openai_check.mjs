// The official OpenAI client for Node against a gateway: one line a check.
import assert from 'node:assert/strict';
import OpenAI from 'openai';

const URL = process.env.PRISM_URL.replace(/\/$/, '') + '/v1';
const KEY = process.env.PRISM_KEY;
const LIMITED_KEY = process.env.PRISM_LIMITED_KEY;
const MODEL = process.env.PRISM_MODEL;
const HELLO = [{ role: 'user', content: 'hello' }];
const WEATHER = {
  type: 'function',
  function: {
    name: 'weather',
    description: 'The weather in a city',
    parameters: {
      type: 'object',
      properties: { city: { type: 'string' } },
      required: ['city'],
    },
  },
};

const client = (apiKey = KEY) =>
  new OpenAI({ baseURL: URL, apiKey, maxRetries: 0, timeout: 30_000 });

async function streamingChat() {
  const stream = await client().chat.completions.create({
    model: MODEL,
    messages: HELLO,
    stream: true,
  });
  let text = '';
  let finish = null;
  for await (const chunk of stream) {
    text += chunk.choices[0]?.delta.content ?? '';
    finish = chunk.choices[0]?.finish_reason ?? finish;
    assert.ok(!chunk.usage, 'usage was not asked for');
  }
  assert.ok(text);
  assert.equal(finish, 'stop');
}

async function fails(call, kind, status, code) {
  const error = await call().then(
    () => assert.fail('no error'),
    (e) => e,
  );
  assert.ok(error instanceof kind, String(error));
  assert.equal(error.status, status);
  assert.equal(error.code, code);
  return error;
}

const chatAs = (key, model) =>
  client(key).chat.completions.create({ model, messages: HELLO });

const CHECKS = {
  'chat': async () => {
    const answer = await chatAs(KEY, MODEL);
    assert.ok(answer.choices[0].message.content);
    assert.equal(answer.choices[0].finish_reason, 'stop');
    const usage = answer.usage;
    assert.equal(usage.total_tokens, usage.prompt_tokens + usage.completion_tokens);
  },
  'headers name the request and the target': async () => {
    const { response } = await chatAs(KEY, MODEL).withResponse();
    assert.ok(response.headers.get('x-prism-request-id'));
    assert.equal(response.headers.get('x-prism-route'), MODEL);
    assert.ok(response.headers.get('x-prism-target'));
  },
  'streaming chat': streamingChat,
  'streaming chat with usage': async () => {
    const stream = await client().chat.completions.create({
      model: MODEL,
      messages: HELLO,
      stream: true,
      stream_options: { include_usage: true },
    });
    let last;
    for await (const chunk of stream) {
      last = chunk;
    }
    assert.deepEqual(last.choices, []);
    assert.ok(last.usage.completion_tokens > 0);
  },
  'tools pass through': async () => {
    const answer = await client().chat.completions.create({
      model: MODEL,
      messages: HELLO,
      tools: [WEATHER],
      tool_choice: 'auto',
    });
    assert.ok(['stop', 'tool_calls'].includes(answer.choices[0].finish_reason));
  },
  'embeddings': async () => {
    const answer = await client().embeddings.create({ model: MODEL, input: ['one', 'two'] });
    assert.equal(answer.data.length, 2);
    assert.ok(answer.data[0].embedding.length > 0);
  },
  'models': async () => {
    const ids = [];
    for await (const model of client().models.list()) {
      ids.push(model.id);
    }
    assert.ok(ids.includes(MODEL), ids.join());
    assert.equal((await client().models.retrieve(MODEL)).id, MODEL);
  },
  'wrong key is an authentication error': () =>
    fails(() => chatAs('sk-prism-wrong', MODEL), OpenAI.AuthenticationError, 401, 'invalid_api_key'),
  'unknown route is a not found error': () =>
    fails(() => chatAs(KEY, 'no-such-route'), OpenAI.NotFoundError, 404, 'model_not_found'),
  'the limit is a rate limit error': async () => {
    await chatAs(LIMITED_KEY, MODEL).catch(() => undefined);
    const error = await fails(
      () => chatAs(LIMITED_KEY, MODEL),
      OpenAI.RateLimitError,
      429,
      'rate_limit_exceeded',
    );
    assert.ok(Number(error.headers.get('retry-after')) >= 1);
  },
  'bad request is a bad request error': async () => {
    const error = await client()
      .chat.completions.create({ model: MODEL, messages: 'not a list' })
      .then(
        () => assert.fail('no error'),
        (e) => e,
      );
    assert.ok(error instanceof OpenAI.BadRequestError, String(error));
    assert.equal(error.type, 'invalid_request_error');
  },
  'cancellation in mid stream': async () => {
    const stream = await client().chat.completions.create({
      model: MODEL,
      messages: HELLO,
      stream: true,
    });
    for await (const chunk of stream) {
      assert.ok(chunk.id);
      stream.controller.abort();
      break;
    }
    await streamingChat();
  },
  'many streams at once': async () => {
    await Promise.all(Array.from({ length: 16 }, streamingChat));
  },
};

let failed = 0;
for (const [name, check] of Object.entries(CHECKS)) {
  const start = performance.now();
  try {
    await check();
    console.log(`  ok node: ${name} (${(performance.now() - start).toFixed(0)} ms)`);
  } catch (e) {
    failed++;
    console.log(`  FAILED node: ${name}: ${e}`);
  }
}
process.exit(failed ? 1 : 0);
