"""Makes the request schemas beside the tests from what the providers publish in PyPI packages.

    python3 -m venv v && v/bin/pip install openai==3.57.0 anthropic==2.14.0 cohere==7.3.1 botocore==1.44.8 \
        google-api-python-client==2.202.0 google-ai-generativelanguage==0.12.1 mistralai==3.7.0 groq==1.7.0
    v/bin/python make.py ../resources/dev/prism/providers/schemas

Only names, kinds, required members, enumerations and bounds are taken, and only what a request reaches. No
object takes a member that is not listed.
"""
import datetime, gzip, inspect, json, os, pathlib, sys, types, typing
from importlib import metadata
from typing import get_args, get_origin
import typing_extensions as te

OUT = pathlib.Path(sys.argv[1])


def is_local(t):
    """What a client takes and never sends as it is: open files, and the absence of a value."""
    name = getattr(t, "__name__", "") or getattr(get_origin(t), "__name__", "")
    return name in ("Unset", "IO", "PathLike") or get_origin(t) is os.PathLike or get_origin(t) is typing.IO


class Python:
    """JSON Schema of typed dictionaries and models of Python."""

    def __init__(self):
        self.defs, self.names = {}, {}

    def of(self, t):
        origin = get_origin(t)
        if isinstance(origin, te.TypeAliasType):
            return self.of(origin.__value__[get_args(t)])
        if isinstance(t, te.TypeAliasType):
            return self.of(t.__value__)
        if origin in (typing.Required, te.Required, typing.NotRequired, te.NotRequired, typing.Annotated,
                      te.Annotated):
            return self.of(get_args(t)[0])
        if origin in (typing.Literal, te.Literal):
            return {"enum": list(get_args(t))}
        if origin in (typing.Union, types.UnionType):
            return self.union([self.of(a) for a in get_args(t) if not is_local(a)])
        if origin is dict or (inspect.isclass(origin) and issubclass(origin, typing.Mapping)):
            value = self.of(get_args(t)[1])
            return {"type": "object", **({"additionalProperties": value} if value else {})}
        if origin is not None and getattr(origin, "__name__", "") in ("Iterable", "list", "Sequence", "SequenceNotStr",
                                                                      "List"):
            return {"type": "array", "items": self.of(get_args(t)[0])}
        plain = {str: "string", int: "integer", float: "number", bool: "boolean", type(None): "null",
                 dict: "object", list: "array"}
        if t in plain:
            return {"type": plain[t]}
        if t in (object, typing.Any, te.Any):
            return {}
        if isinstance(t, typing.TypeVar) or getattr(t, "__supertype__", None):
            return self.of(t.__supertype__)
        if hasattr(t, "model_fields") and t.__module__.startswith("anthropic."):
            return None  # An answer's own object, which the client writes as the parameter of that name.
        if getattr(t, "__name__", "").startswith(("BrowserToolset", "ComputerToolset")):
            return None  # Fifty types that no translation writes.
        if inspect.isclass(t) and issubclass(t, str):
            return {"type": "string"}
        if inspect.isclass(t):
            return self.named(t)
        raise ValueError(t)

    def union(self, parts):
        flat = []
        for part in parts:
            if part is None:
                continue
            flat += part["anyOf"] if list(part) == ["anyOf"] else [part]
        if {"type": "string"} in flat:
            flat = [p for p in flat if list(p) != ["enum"]]
        if any(list(p) == ["enum"] for p in flat):
            flat = [p for p in flat if p]  # "Or anything", for values to come, would let everything pass.
        unique = [p for i, p in enumerate(flat) if p not in flat[:i]]
        return None if not unique else unique[0] if len(unique) == 1 else {"anyOf": unique}

    def named(self, t):
        name = self.names.get(t)
        if name is None:
            name = t.__name__ if t.__name__ not in self.defs else t.__module__.rsplit(".", 1)[-1] + "." + t.__name__
            self.names[t] = name
            self.defs[name] = {}
            hints = te.get_type_hints(t, include_extras=True)
            if hasattr(t, "model_fields"):
                fields = {(f.serialization_alias or f.alias or n): (hints[n], f.is_required())
                          for n, f in t.model_fields.items()}
            else:
                fields = {n: (h, get_origin(h) in (typing.Required, te.Required) or (
                    t.__total__ and get_origin(h) not in (typing.NotRequired, te.NotRequired)))
                          for n, h in hints.items()}
            made = {n: self.of(h) for n, (h, _) in fields.items()}
            # What tells the members of a union apart is always sent.
            self.defs[name] = obj(made, [n for n, (_, must) in fields.items()
                                         if must or (n in ("type", "role") and len(made[n].get("enum", [])) == 1)])
        return {"$ref": "#/$defs/" + name}


def obj(properties, required=()):
    return {"type": "object", "properties": properties, **({"required": sorted(required)} if required else {}),
            "additionalProperties": False}


def stainless(module, package, bases, bounds, older=None):
    """The parameters that a generated client of OpenAI's kind takes.

    older: members that only older models take, which the newest client has no more; `x-older` names them
    """
    made = Python()
    mod = __import__(module, fromlist=["x"])
    properties, required = {}, set()
    for base in bases:
        hints = te.get_type_hints(getattr(mod, base), include_extras=True)
        for name, hint in hints.items():
            properties[name] = made.of(hint)
            if get_origin(hint) in (typing.Required, te.Required):
                required.add(name)
    properties["stream"] = {"type": ["boolean", "null"]}
    required.discard("stream")
    root = obj({**properties, **(older or {})}, required)
    if older:
        root["x-older"] = list(older)
    return save(package, root, made.defs, bounds)


def save(name, root, defs, bounds, package=None, note=None):
    for path, more in bounds.items():
        at = root if path[0] == "" else defs[path[0]]
        at = at["properties"][path[1]] if len(path) > 1 else at
        at.update(more)
    source = package or name
    used = set()

    def reach(node):
        if isinstance(node, dict):
            ref = node.get("$ref", "").removeprefix("#/$defs/")
            if ref and ref not in used:
                used.add(ref)
                reach(defs[ref])
            for value in node.values():
                reach(value)
        elif isinstance(node, list):
            for value in node:
                reach(value)

    reach(root)
    head = {"$schema": "https://json-schema.org/draft/2020-12/schema",
            "$comment": f"{note or ''}PyPI {source} {metadata.version(source)} ({licence(source)}), taken "
                        f"{datetime.date.today()} by make.py"}
    lines = ["{"] + [f"{json.dumps(k)}: {json.dumps(v)}," for k, v in {**head, **root}.items()] + ['"$defs": {']
    lines += [",\n".join(f"{json.dumps(n)}: {json.dumps(defs[n], separators=(',', ':'))}" for n in sorted(used))]
    (OUT / (name.split("-")[0] if not package else name)).with_suffix(".json").write_text("\n".join(lines) + "\n}}\n")


def licence(package):
    m = metadata.metadata(package)
    return (m.get("License-Expression") or m.get("License") or "Apache-2.0").splitlines()[0]


SAMPLING = {("", "frequency_penalty"): {"minimum": -2, "maximum": 2}, ("", "presence_penalty"): {"minimum": -2, "maximum": 2},
            ("", "temperature"): {"minimum": 0, "maximum": 2}, ("", "top_p"): {"minimum": 0, "maximum": 1}}


def amazon():
    import botocore
    model = json.loads(gzip.open(os.path.join(os.path.dirname(botocore.__file__),
                                              "data/bedrock-runtime/2023-09-30/service-2.json.gz")).read())
    shapes, defs = model["shapes"], {}

    def of(name):
        shape = shapes[name]
        kind = shape["type"]
        if kind == "structure":
            if shape.get("document"):
                return {}
            if name not in defs:
                defs[name] = {}
                members = {m.get("locationName", n): of(m["shape"]) for n, m in shape["members"].items()
                           if m.get("location") is None}
                defs[name] = obj(members, [m for m in shape.get("required", []) if m in members])
                if shape.get("union"):
                    defs[name].update(minProperties=1, maxProperties=1)
            return {"$ref": "#/$defs/" + name}
        made = {"type": {"list": "array", "map": "object", "float": "number", "double": "number", "long": "integer",
                         "blob": "string"}.get(kind, kind)}
        if kind == "list":
            made["items"] = of(shape["member"]["shape"])
        if kind == "map":
            made["additionalProperties"] = of(shape["value"]["shape"])
        least, most = {"string": ("minLength", "maxLength"), "list": ("minItems", "maxItems"),
                       "map": ("minProperties", "maxProperties")}.get(kind, ("minimum", "maximum"))
        if kind != "blob":
            made.update({k: shape[f] for k, f in ((least, "min"), (most, "max"), ("enum", "enum")) if f in shape})
            if "pattern" in shape:
                made["pattern"] = "^(?:" + shape["pattern"] + ")$"
        return made

    of("ConverseRequest")
    save("bedrock", defs["ConverseRequest"], defs, {}, "botocore", "service-2.json of bedrock-runtime in ")


def vertex():
    import googleapiclient
    path = os.path.join(os.path.dirname(googleapiclient.__file__), "discovery_cache/documents/aiplatform.v1.json")
    model = json.loads(open(path).read())
    prefix, defs = "GoogleCloudAiplatformV1", {}

    def of(node):
        if "$ref" in node:
            name = node["$ref"].removeprefix(prefix)
            if name not in defs:
                defs[name] = {}
                members = model["schemas"][node["$ref"]]["properties"]
                defs[name] = obj({n: of(p) for n, p in members.items()},
                                 [n for n, p in members.items() if p.get("description", "").startswith("Required.")])
            return {"$ref": "#/$defs/" + name}
        kind = node.get("type", "any")
        if kind == "any":
            return {}
        made = {"type": "string" if node.get("format") == "int64" else kind}
        if kind == "array":
            made["items"] = of(node["items"])
        if kind == "object" and "additionalProperties" in node:
            made.update({"additionalProperties": a} if (a := of(node["additionalProperties"])) else {})
        if "enum" in node:
            made["enum"] = node["enum"]
        return made

    of({"$ref": prefix + "GenerateContentRequest"})
    save("vertex", defs["GenerateContentRequest"], defs, {}, "google-api-python-client",
         f"discovery document aiplatform v1, revision {model['revision']}, in ")
    return defs


def gemini(newer):
    from google.ai import generativelanguage_v1beta as api
    from google.api import field_behavior_pb2 as behaviour
    defs = {}
    kinds = {1: "number", 2: "number", 3: "string", 4: "string", 5: "integer", 8: "boolean", 9: "string", 12: "string",
             13: "integer"}

    def single(field):
        if field.type == 11:
            return message(field.message_type)
        if field.type == 14:
            return {"enum": [v.name for v in field.enum_type.values]}
        return {"type": kinds[field.type]}

    def message(d):
        free = {"google.protobuf.Struct": {"type": "object"}, "google.protobuf.Value": {},
                "google.protobuf.Duration": {"type": "string"}, "google.protobuf.Timestamp": {"type": "string"}}
        if d.full_name in free:
            return free[d.full_name]
        name = d.full_name.split("v1beta.")[-1]
        if name not in defs:
            defs[name] = {}
            made = {}
            for f in d.fields:
                entry = f.message_type if f.type == 11 else None
                if entry is not None and entry.GetOptions().map_entry:
                    made[f.json_name] = {"type": "object", "additionalProperties": single(entry.fields_by_name["value"])}
                else:
                    many = f.is_repeated if hasattr(f, "is_repeated") else f.label == 3
                    made[f.json_name] = {"type": "array", "items": single(f)} if many else single(f)
            defs[name] = obj(made, [f.json_name for f in d.fields
                                    if behaviour.REQUIRED in f.GetOptions().Extensions[behaviour.field_behavior]])
            for one in d.oneofs:
                pairs = [{"required": [a.json_name, b.json_name]} for i, a in enumerate(one.fields)
                         for b in one.fields[:i]]
                if pairs:
                    defs[name].setdefault("allOf", []).append({"not": {"anyOf": pairs}})
        return {"$ref": "#/$defs/" + name}

    root = api.GenerateContentRequest
    message(root.pb(root()).DESCRIPTOR)
    # Published since, and not in this package yet.
    defs["ThinkingConfig"]["properties"]["thinkingLevel"] = newer["GenerationConfigThinkingConfig"]["properties"]["thinkingLevel"]
    defs["GenerateContentRequest"]["properties"].pop("model")  # It stands in the path.
    # Google's two addresses have the same types; only the other's document says what must be there.
    for name, made in defs.items():
        must = [m for m in newer.get(name, {}).get("required", []) if m in made["properties"]]
        if must and name != "FileData":
            made["required"] = must
    save("gemini", defs["GenerateContentRequest"], defs, {}, "google-ai-generativelanguage",
         "protocol buffers v1beta in JSON's names, thinkingLevel from aiplatform v1's document, in ")


def cohere():
    from cohere.v2.raw_client import RawV2Client
    made = Python()
    taken = inspect.signature(RawV2Client.chat).parameters
    hints = te.get_type_hints(RawV2Client.chat, include_extras=True)
    names = [n for n in taken if n not in ("self", "request_options")]
    properties = {n: made.of(hints[n]) for n in names}
    properties["stream"] = {"type": "boolean"}
    save("cohere", obj(properties, [n for n in names if taken[n].default is inspect.Parameter.empty]), made.defs,
         {("", "p"): {"minimum": 0.01, "maximum": 0.99}, ("", "k"): {"minimum": 0, "maximum": 500},
          ("", "frequency_penalty"): {"minimum": 0, "maximum": 1}, ("", "presence_penalty"): {"minimum": 0, "maximum": 1},
          ("", "stop_sequences"): {"maxItems": 5}})


def mistral():
    from mistralai.client.models import ChatCompletionRequest
    made = Python()
    ref = made.of(ChatCompletionRequest)["$ref"].removeprefix("#/$defs/")
    save("mistral", made.defs[ref], made.defs, {}, "mistralai")


OUT.mkdir(parents=True, exist_ok=True)
stainless("openai.types.chat.completion_create_params", "openai", ["CompletionCreateParamsBase"], SAMPLING)
stainless("groq.types.chat.completion_create_params", "groq", ["CompletionCreateParams"], SAMPLING)
stainless("anthropic.types.message_create_params", "anthropic", ["MessageCreateParamsBase"], {
    ("ToolUseBlockParam", "id"): {"pattern": "^[a-zA-Z0-9_-]+$"}, ("TextBlockParam", "text"): {"minLength": 1},
    ("InputSchemaTyped",): {"additionalProperties": True},
    ("ToolParam", "input_schema"): {"anyOf": [{"$ref": "#/$defs/InputSchemaTyped"}]}},
          # From anthropic 0.125.0, the last that has them.
          {"temperature": {"type": "number", "minimum": 0, "maximum": 1}, "top_k": {"type": "integer"},
           "top_p": {"type": "number"}})
cohere()
mistral()
amazon()
gemini(vertex())
