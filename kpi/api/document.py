"""The OpenAPI 3.1 document, made from the resources that are served."""

from functools import cache
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from kpi.api.answers import BASE, MEDIA
from kpi.api.problems import MEDIA as PROBLEM_MEDIA
from kpi.api.problems import Problem
from kpi.api.resources import RESOURCES, Resource

REFERENCE = "#/components/schemas/{model}"
PROBLEMS = {
    "400": "The address cannot be read.",
    "401": "No key, or one that opens nothing.",
    "403": "Not open to who asks.",
    "404": "No such release, day or round.",
    "406": "No format that can be sent.",
    "422": "A parameter that this address does not take.",
    "429": "Too many requests.",
    "503": "Storage does not answer.",
}
TEXT_HEADER = {"schema": {"type": "string"}}
HEADERS = {
    "ETag": {**TEXT_HEADER, "required": True},
    "Cache-Control": TEXT_HEADER,
    "Link": {**TEXT_HEADER, "description": "first, prev, next and last page."},
    "X-Total-Count": {"required": True, "schema": {"type": "integer"}},
    "X-Release": {"schema": {"type": "integer"}},
}


@cache
def document() -> dict[str, Any]:
    """The whole document."""
    models: list[type[BaseModel]] = [Problem, *dict.fromkeys(each.row for each in RESOURCES)]
    _, schemas = models_json_schema([(model, "serialization") for model in models], ref_template=REFERENCE)
    return {
        "openapi": "3.1.0",
        "info": {"title": "Regional innovation KPI", "version": "1"},
        "servers": [{"url": BASE}],
        "security": [{"key": []}],
        "paths": {each.path: {"get": _operation(each)} for each in RESOURCES},
        "components": {
            "schemas": schemas["$defs"],
            "securitySchemes": {"key": {"type": "http", "scheme": "bearer"}},
        },
    }


def _operation(resource: Resource) -> dict[str, Any]:
    refused = {PROBLEM_MEDIA: {"schema": _reference(Problem)}}
    return {
        "summary": resource.summary,
        "tags": [resource.opens],
        "operationId": resource.path.strip("/").replace("/", "_").replace("{", "").replace("}", ""),
        "parameters": _parameters(resource),
        "responses": {
            "200": {"description": "A page of rows.", "headers": HEADERS, "content": _content(resource)},
            "304": {"description": "Unchanged since the ETag given.", "headers": {"ETag": HEADERS["ETag"]}},
            **{status: {"description": said, "content": refused} for status, said in PROBLEMS.items()},
        },
    }


def _content(resource: Resource) -> dict[str, Any]:
    rows = {"type": "array", "items": _reference(resource.row)}
    known = {
        "release": {"type": ["integer", "null"]},
        "as_known_on": {"type": ["string", "null"], "format": "date"},
        **{name: {"type": "integer", "minimum": 0} for name in ("total", "limit", "offset")},
        "rows": rows,
    }
    page = {"type": "object", "required": list(known), "properties": known, "additionalProperties": False}
    return {
        MEDIA["json"]: {"schema": page},
        MEDIA["csv"]: {"schema": {"type": "string"}},
        MEDIA["parquet"]: {"schema": {"type": "string", "contentEncoding": "binary"}},
    }


def _parameters(resource: Resource) -> list[dict[str, Any]]:
    schema = resource.asked.model_json_schema()
    needed = schema.get("required", [])
    found = [
        {
            "name": name,
            "in": "query",
            "required": name in needed,
            "schema": _without_null(told),
            **({"description": told["description"]} if "description" in told else {}),
        }
        for name, told in schema["properties"].items()
    ]
    if "{round}" in resource.path:
        found.insert(0, {"name": "round", "in": "path", "required": True, "schema": {"type": "string"}})
    tag = {"name": "If-None-Match", "in": "header", "required": False, "schema": {"type": "string"}}
    return [*found, tag]


def _without_null(told: dict[str, Any]) -> dict[str, Any]:
    """What is not given is left out: nothing in an address says null."""
    kept = {key: value for key, value in told.items() if key not in ("title", "description", "default")}
    one = [each for each in kept.pop("anyOf", []) if each != {"type": "null"}]
    default = {"default": told["default"]} if told.get("default") is not None else {}
    return {**kept, **(one[0] if one else {}), **default}


def _reference(model: type[BaseModel]) -> dict[str, str]:
    return {"$ref": REFERENCE.format(model=model.__name__)}
