"""The official OpenAI client for Python against a gateway: one line a check."""

import os
import sys
import threading
import time

import openai

URL = os.environ["PRISM_URL"].rstrip("/") + "/v1"
KEY = os.environ["PRISM_KEY"]
LIMITED_KEY = os.environ["PRISM_LIMITED_KEY"]
MODEL = os.environ["PRISM_MODEL"]
HELLO = [{"role": "user", "content": "hello"}]
WEATHER = {
    "type": "function",
    "function": {
        "name": "weather",
        "description": "The weather in a city",
        "parameters": {
            "type": "object",
            "properties": {"city": {"type": "string"}},
            "required": ["city"],
        },
    },
}


def client(key=KEY):
    return openai.OpenAI(base_url=URL, api_key=key, max_retries=0, timeout=30)


def chat():
    answer = client().chat.completions.create(model=MODEL, messages=HELLO)
    assert answer.choices[0].message.content
    assert answer.choices[0].finish_reason == "stop"
    assert answer.usage.total_tokens == answer.usage.prompt_tokens + answer.usage.completion_tokens


def headers_name_the_request_and_the_target():
    raw = client().chat.completions.with_raw_response.create(model=MODEL, messages=HELLO)
    assert raw.headers["x-prism-request-id"]
    assert raw.headers["x-prism-route"] == MODEL
    assert raw.headers["x-prism-target"]
    assert raw.parse().choices[0].message.content


def streaming_chat():
    chunks = list(client().chat.completions.create(model=MODEL, messages=HELLO, stream=True))
    text = "".join(c.choices[0].delta.content or "" for c in chunks if c.choices)
    assert text
    assert [c.choices[0].finish_reason for c in chunks if c.choices][-1] == "stop"
    assert all(c.usage is None for c in chunks), "usage was not asked for"


def streaming_chat_with_usage():
    chunks = list(
        client().chat.completions.create(
            model=MODEL, messages=HELLO, stream=True, stream_options={"include_usage": True}
        )
    )
    assert chunks[-1].choices == []
    assert chunks[-1].usage.completion_tokens > 0


def tools_pass_through():
    answer = client().chat.completions.create(
        model=MODEL, messages=HELLO, tools=[WEATHER], tool_choice="auto"
    )
    assert answer.choices[0].finish_reason in ("stop", "tool_calls")
    follow_up = HELLO + [
        {
            "role": "assistant",
            "content": None,
            "tool_calls": [
                {
                    "id": "call_1",
                    "type": "function",
                    "function": {"name": "weather", "arguments": '{"city":"Oslo"}'},
                }
            ],
        },
        {"role": "tool", "tool_call_id": "call_1", "content": "rain"},
    ]
    answer = client().chat.completions.create(model=MODEL, messages=follow_up, tools=[WEATHER])
    assert answer.choices[0].finish_reason


def embeddings():
    answer = client().embeddings.create(model=MODEL, input=["one", "two"])
    assert len(answer.data) == 2
    assert len(answer.data[0].embedding) > 0


def models():
    ids = [m.id for m in client().models.list()]
    assert MODEL in ids, ids
    assert client().models.retrieve(MODEL).id == MODEL


def wrong_key_is_an_authentication_error():
    expect(openai.AuthenticationError, 401, "invalid_api_key", key="sk-prism-wrong")


def unknown_route_is_a_not_found_error():
    expect(openai.NotFoundError, 404, "model_not_found", model="no-such-route")


def the_limit_is_a_rate_limit_error():
    error = None
    for _ in range(3):
        try:
            client(LIMITED_KEY).chat.completions.create(model=MODEL, messages=HELLO)
        except openai.RateLimitError as e:
            error = e
    assert error is not None, "no request was limited"
    assert error.code == "rate_limit_exceeded", error.code
    assert int(error.response.headers["retry-after"]) >= 1


def bad_request_is_a_bad_request_error():
    try:
        client().chat.completions.create(model=MODEL, messages="not a list")
    except openai.BadRequestError as e:
        assert e.type == "invalid_request_error", e.type
    else:
        raise AssertionError("no error")


def cancellation_in_mid_stream():
    stream = client().chat.completions.create(model=MODEL, messages=HELLO, stream=True)
    next(iter(stream))
    stream.close()
    chat()


def many_streams_at_once():
    failures = []

    def one():
        try:
            streaming_chat()
        except Exception as e:  # a thread must hand its failure over
            failures.append(e)

    threads = [threading.Thread(target=one) for _ in range(16)]
    for t in threads:
        t.start()
    for t in threads:
        t.join(60)
    assert not failures, failures[0]


def expect(kind, status, code, key=KEY, model=MODEL):
    try:
        client(key).chat.completions.create(model=model, messages=HELLO)
    except kind as e:
        assert e.status_code == status, e.status_code
        assert e.code == code, e.code
        assert e.response.headers["x-prism-request-id"]
    else:
        raise AssertionError("no error")


CHECKS = [
    chat,
    headers_name_the_request_and_the_target,
    streaming_chat,
    streaming_chat_with_usage,
    tools_pass_through,
    embeddings,
    models,
    wrong_key_is_an_authentication_error,
    unknown_route_is_a_not_found_error,
    the_limit_is_a_rate_limit_error,
    bad_request_is_a_bad_request_error,
    cancellation_in_mid_stream,
    many_streams_at_once,
]

failed = 0
for check in CHECKS:
    start = time.monotonic()
    name = check.__name__.replace("_", " ")
    try:
        check()
        print(f"  ok python: {name} ({(time.monotonic() - start) * 1000:.0f} ms)", flush=True)
    except Exception as e:  # every check is reported
        failed += 1
        print(f"  FAILED python: {name}: {type(e).__name__}: {e}", flush=True)
sys.exit(1 if failed else 0)
