"""The JSON Schemas of the YAML files, so that editors complete and check as one types. Made from the models that the loader uses."""

from __future__ import annotations

import ast
import inspect
import textwrap
from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue, models_json_schema
from pydantic_core import core_schema

from reportgen.spec.delivery import DeliveryFile
from reportgen.spec.kinds import Kinds
from reportgen.spec.metrics import MetricEntry
from reportgen.spec.recipients import DomainsFile, RecipientsFile
from reportgen.spec.schedules import CalendarFile, Schedule
from reportgen.spec.schema import Spec
from reportgen.spec.theme import Theme

DIALECT = "https://json-schema.org/draft/2020-12/schema"
Schema = dict[str, Any]


def report_schema(kinds: Kinds) -> Schema:
    """The schema of config/reports/*.yaml, charts and tables by their kinds."""
    wanted: dict[str, type[BaseModel]] = {"report": Spec, **_options("chart", kinds.charts), **_options("table", kinds.tables)}
    refs, definitions = _models(wanted)
    report = definitions.pop(refs["report"])
    for what, block, table in (("chart", "charts", kinds.charts), ("table", "tables", kinds.tables)):
        for word in table:
            _with_kind(definitions[refs[f"{what} {word}"]], word)
        choices = [{"$ref": f"#/$defs/{refs[f'{what} {word}']}"} for word in table]
        report["properties"][block]["additionalProperties"] = _one_of(choices, f"A {what}.", list(table))
    definitions["ParamSpec"]["properties"]["default"]["type"] = ["string", "number"]
    values = {"type": "array", "items": {"type": ["string", "number", "object"]}}
    report["properties"]["matrix"] |= {"type": "object", "additionalProperties": values}
    _with_base(report, definitions)
    return _finished("A report of reportgen", report, definitions)


MERGED = ("params", "figures", "key_figures", "lead", "charts", "tables", "rating")
"""The blocks of a report whose keys a report that extends another need not repeat."""


def _with_base(report: Schema, definitions: dict[str, Schema]) -> None:
    """Lets a report that extends another leave out what its base has, and take things away by giving them no value."""
    strict = {key: report["properties"][key] for key in MERGED}
    loose = {key: _loose(schema, definitions) for key, schema in strict.items()}
    report["properties"] |= {key: {"description": schema["description"]} for key, schema in strict.items()}
    report["if"] = {"required": ["extends"]}
    report["then"] = {"properties": loose, "required": ["report"]}
    report["else"] = {"properties": strict, "required": report.pop("required")}


def _loose(schema: Schema, definitions: dict[str, Schema]) -> Schema:
    """The schema with no key required, in definitions of their own; or nothing at all."""
    if "$ref" in schema:
        name = schema["$ref"].removeprefix("#/$defs/")
        definitions[f"{name}-part"] = {key: value for key, value in definitions[name].items() if key != "required"}
        return {"anyOf": [{"$ref": f"#/$defs/{name}-part"}, {"type": "null"}]}
    if "oneOf" in schema:
        return {"anyOf": [_loose(choice, definitions) for choice in schema["oneOf"]]}
    if isinstance(schema.get("additionalProperties"), dict):
        return {"type": "object", "additionalProperties": _loose(schema["additionalProperties"], definitions)}
    return schema


def metrics_schema(kinds: Kinds) -> Schema:
    """The schema of config/metrics/*.yaml: the common keys of a metric with those of its kind."""
    refs, definitions = _models({"entry": MetricEntry, **_options("metric", kinds.metrics)})
    common = definitions.pop(refs["entry"])
    for word in kinds.metrics:
        own = definitions[refs[f"metric {word}"]]
        own["properties"] = {**common["properties"], **own["properties"]}
        own["required"] = [*common["required"], *own.get("required", [])]
        _with_kind(own, word, required=word != "reported")
    choices = [{"$ref": f"#/$defs/{refs[f'metric {word}']}"} for word in kinds.metrics]
    metric = _one_of(choices, "A metric.", [])
    body = {
        "type": "object",
        "properties": {"metrics": {"type": "object", "additionalProperties": metric, "description": "Metrics by name."}},
        "required": ["metrics"],
        "additionalProperties": False,
    }
    return _finished("Metrics of reportgen", body, definitions)


def theme_schema() -> Schema:
    """The schema of config/themes/*.yaml; a theme that extends another needs none of the keys."""
    refs, definitions = _models({"theme": Theme})
    theme = definitions.pop(refs["theme"])
    for part in (theme, *definitions.values()):
        part.pop("required", None)
    return _finished("A theme of reportgen", theme, definitions)


def desk_schema(what: str) -> Schema:
    """The schema of a file of config/schedules, recipients or calendars, or of config/domains.yaml; `what` is a word of DESK."""
    model, title = DESK[what]
    refs, definitions = _models({what: model})
    body = definitions.pop(refs[what])
    return _finished(title, body, definitions)


DESK: dict[str, tuple[type[BaseModel], str]] = {
    "schedule": (Schedule, "A schedule of reportgen"),
    "recipients": (RecipientsFile, "Recipients of reportgen"),
    "calendar": (CalendarFile, "Corrections of a trading calendar for reportgen"),
    "domains": (DomainsFile, "The domains that reportgen may send mail to"),
    "delivery": (DeliveryFile, "How briefs leave the house of reportgen"),
}


def _options(what: str, table: Mapping[str, Any]) -> dict[str, type[BaseModel]]:
    return {f"{what} {word}": module.Options for word, module in table.items()}


def _models(wanted: Mapping[str, type[BaseModel]]) -> tuple[dict[str, str], dict[str, Schema]]:
    """The name of each model's definition, and all definitions."""
    refs, whole = models_json_schema([(model, "validation") for model in wanted.values()], schema_generator=_Generator)
    given = {refs[(model, "validation")]["$ref"].removeprefix("#/$defs/"): name.replace(" ", "-") for name, model in wanted.items()}
    definitions = {given.get(name, name): _tidy(schema, given) for name, schema in whole["$defs"].items()}
    return {name: name.replace(" ", "-") for name in wanted}, definitions


def _tidy(schema: Any, given: Mapping[str, str]) -> Any:
    """Definitions under our names; the length of a list where the list is, not beside the single value that may stand for it."""
    if isinstance(schema, list):
        return [_tidy(item, given) for item in schema]
    if not isinstance(schema, dict):
        return schema
    made = {key: _tidy(value, given) for key, value in schema.items()}
    if isinstance(made.get("$ref"), str):
        name = made["$ref"].removeprefix("#/$defs/")
        made["$ref"] = f"#/$defs/{given.get(name, name)}"
    for member in made.get("anyOf", ()):
        if isinstance(member, dict) and member.get("type") == "array":
            for length, items in (("minLength", "minItems"), ("maxLength", "maxItems")):
                if length in made:
                    member[items] = made.pop(length)
    return made


def _with_kind(schema: Schema, word: str, *, required: bool = True) -> None:
    """Adds the key that chooses the kind."""
    kind = {"const": word, "description": schema.get("description", "")}
    schema["properties"] = {"kind": kind, **{key: value for key, value in schema["properties"].items() if key != "kind"}}
    if required:
        schema["required"] = ["kind", *(key for key in schema.get("required", []) if key != "kind")]


def _one_of(choices: list[Schema], description: str, words: list[str]) -> Schema:
    """One of the kinds; a list of their words beside it, so that an editor offers them before any is written."""
    schema: Schema = {"description": description, "type": "object", "oneOf": choices} if choices else {"not": {}}
    if words:
        schema |= {"properties": {"kind": {"enum": words}}, "required": ["kind"]}
    return schema


def _finished(title: str, body: Schema, definitions: dict[str, Schema]) -> Schema:
    return {"$schema": DIALECT, "title": title, **{k: v for k, v in body.items() if k != "title"}, "$defs": definitions}


class _Generator(GenerateJsonSchema):
    """pydantic's generator, said as the loader reads: no nulls, a claim without its list, a sentence for every key."""

    def model_schema(self, schema: core_schema.ModelSchema) -> JsonSchemaValue:
        made = super().model_schema(schema)
        sentences = dict(descriptions(schema["cls"]))
        for name, value in made.get("properties", {}).items():
            value.pop("title", None)
            if value.get("default") in ("", None, [], {}) or isinstance(value.get("default"), dict):
                value.pop("default", None)
            if name in sentences:
                value["description"] = sentences[name]
        return made

    def nullable_schema(self, schema: core_schema.NullableSchema) -> JsonSchemaValue:
        return self.generate_inner(schema["schema"])

    def function_before_schema(self, schema: core_schema.BeforeValidatorFunctionSchema) -> JsonSchemaValue:
        made = super().function_before_schema(schema)
        if made.get("type") == "array" and "$ref" in made.get("items", {}):
            return {"anyOf": [made["items"], made]}
        return made

    def dict_schema(self, schema: core_schema.DictSchema) -> JsonSchemaValue:
        made = super().dict_schema(schema)
        if made.get("additionalProperties") == {"type": "string"}:
            made["additionalProperties"] = {"type": ["string", "number", "boolean"]}
        return made


def descriptions(model: type[BaseModel]) -> Iterator[tuple[str, str]]:
    """Each key of a model with the sentence that stands under it in the source.

    Read when a schema is wanted and not as the classes are made: reading the source of every class costs a start 40 ms.
    """
    for cls in reversed(model.__mro__):
        if not issubclass(cls, BaseModel) or cls is BaseModel:
            continue
        body = ast.parse(textwrap.dedent(inspect.getsource(cls))).body[0]
        assert isinstance(body, ast.ClassDef), "this is a bug: the source of a class is a class"
        for statement, below in zip(body.body, body.body[1:], strict=False):
            sentence = _sentence(below)
            if isinstance(statement, ast.AnnAssign) and isinstance(statement.target, ast.Name) and sentence:
                field = model.model_fields.get(statement.target.id)
                yield (field.alias if field and field.alias else statement.target.id), sentence


def _sentence(statement: ast.stmt) -> str:
    value = statement.value if isinstance(statement, ast.Expr) else None
    return inspect.cleandoc(value.value) if isinstance(value, ast.Constant) and isinstance(value.value, str) else ""
