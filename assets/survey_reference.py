#!/usr/bin/python3
"""Writes the readable form of a JSON schema (draft-07) as Markdown.

survey_reference.py SCHEMA PAGE           writes the page
survey_reference.py --check SCHEMA PAGE   says whether the page is what the schema says
"""
import json
import pathlib
import re
import sys


def anchor(title):
    """As GitHub and GitLab make it of a heading."""
    return re.sub(r"[^\w -]", "", title.lower()).replace(" ", "-")


def code(value):
    return f"`{json.dumps(value, ensure_ascii=False)}`"


def span(least, most, unit):
    if least is None and most is None:
        return ""
    if least is None:
        return f"at most {most} {unit}"
    if most is None:
        return f"at least {least} {unit}"
    return f"{least} {unit}" if least == most else f"{least} to {most} {unit}"


def listed(words, last):
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} {last} {words[-1]}"


def compact(value, indent=0):
    """JSON with what fits into a line in one."""
    line = json.dumps(value, ensure_ascii=False)
    if len(line) + indent <= 100 or not isinstance(value, (dict, list)):
        return line
    inner, outer = " " * (indent + 2), " " * indent
    if isinstance(value, dict):
        parts = [f"{json.dumps(key)}: {compact(item, indent + 2)}" for key, item in value.items()]
    else:
        parts = [compact(item, indent + 2) for item in value]
    opening, closing = "{}" if isinstance(value, dict) else "[]"
    return f"{opening}\n{inner}" + f",\n{inner}".join(parts) + f"\n{outer}{closing}"


def own_parts(schema):
    """The schema and what it says of itself under allOf."""
    return [schema] + [part for part in schema.get("allOf", []) if "$ref" not in part]


class Page:
    """Each object with members of its own is a section, in the order in which they are met."""

    def __init__(self, schema):
        self.schema = schema
        self.sections = []  # (title, schema)
        self.titles = {}    # where a section comes from → title

    def resolve(self, ref):
        node = self.schema
        for name in ref.removeprefix("#/").split("/"):
            node = node[name]
        return node

    def link(self, where, schema, fallback):
        """To the section of this schema, which is begun where it is met for the first time."""
        if where not in self.titles:
            title = schema.get("title", fallback)
            taken = set(self.titles.values())
            self.titles[where] = title if title not in taken else f"{title} ({fallback})"
            self.sections.append((self.titles[where], schema))
        title = self.titles[where]
        return f"[{title}](#{anchor(title)})"

    def link_to(self, ref):
        return self.link(ref, self.resolve(ref), ref.rsplit("/", 1)[-1])

    def kind(self, schema, path):
        """What a value may be, in a few words."""
        if schema is False:
            return "not here"
        if "$ref" in schema:
            return self.link_to(schema["$ref"])
        parts = [self.kind(part, path) for part in schema.get("allOf", [])]
        own = self.own_kind(schema, path)
        return ", ".join(part for part in parts + [own] if part)

    def own_kind(self, schema, path):
        if "const" in schema:
            return code(schema["const"])
        if "enum" in schema:
            return listed([code(value) for value in schema["enum"]], "or")
        if "properties" in schema:
            return self.link(path, schema, path)
        describe = {"integer": self.number, "number": self.number, "string": self.text,
                    "array": self.items, "object": self.members}.get(schema.get("type"))
        if describe:
            return describe(schema, path)
        if isinstance(schema.get("additionalProperties"), dict):  # a limit beside an allOf
            return span(None, schema["additionalProperties"].get("maxLength"), "characters")
        return "yes or no" if schema.get("type") == "boolean" else ""

    def number(self, schema, path):
        name = "whole number" if schema["type"] == "integer" else "number"
        return f"{name} {span(schema.get('minimum'), schema.get('maximum'), '')}".strip()

    def text(self, schema, path):
        limit = span(None, schema.get("maxLength"), "characters")
        return f"text, {limit}" if limit else "text"

    def items(self, schema, path):
        size = span(schema.get("minItems"), schema.get("maxItems"), "")
        items = schema.get("items", {})
        if isinstance(items, list):
            kinds = [self.kind(item, f"{path}[{i}]") for i, item in enumerate(items)]
            kinds.append(self.kind(schema.get("additionalItems", {}), f"{path}[]"))
            inside = ", then ".join(kind for kind in kinds if kind)
        else:
            inside = self.kind(items, f"{path}[]")
        return f"list of {size.strip()}: {inside}" if size else f"list: {inside}"

    def members(self, schema, path):
        values = list(schema.get("patternProperties", {}).values())
        if isinstance(schema.get("additionalProperties"), dict):
            values.append(schema["additionalProperties"])
        inside = listed([self.kind(value, path) for value in values], "or") if values else ""
        return f"object, each member: {inside}" if inside else "object"

    def row(self, name, schema, required, path):
        schema_or_not = schema if isinstance(schema, dict) else {}
        about = schema_or_not.get("description", "")
        if not about and "$ref" in schema_or_not:
            about = self.resolve(schema_or_not["$ref"]).get("description", "")
        if "default" in schema_or_not:
            about = f"{about} Without: {code(schema_or_not['default'])}.".strip()
        must = "yes" if name in required else ""
        cells = [f"`{name}`", must, self.kind(schema, f"{path}.{name}".strip(".")), about]
        return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"

    def table(self, schema, path):
        parts = own_parts(schema)
        required = {name for part in parts for name in part.get("required", [])}
        rows = [self.row(name, value, required, path)
                for part in parts for name, value in part.get("properties", {}).items()]
        return ["| member | must | value | what it is |", "| --- | --- | --- | --- |"] + rows if rows else []

    def notes(self, schema):
        """What it is made of, and what holds between its members."""
        for part in schema.get("allOf", []):
            if "$ref" in part:
                limit = self.own_kind({**schema, "type": None}, "") if "properties" not in schema else ""
                yield f"As {self.link_to(part['$ref'])}{', ' + limit if limit else ''}."
        known = {name for part in own_parts(schema) for name in part.get("properties", {})}
        for part in own_parts(schema):
            if unlisted := [f"`{name}`" for name in part.get("required", []) if name not in known]:
                yield f"It must have {listed(unlisted, 'and')}."
        for branches in (schema.get("oneOf", []), schema.get("anyOf", [])):
            if branches and all("$ref" in branch for branch in branches):
                yield f"One of {listed([self.link_to(branch['$ref']) for branch in branches], 'or')}."
            elif branches and all(set(branch) == {"required"} for branch in branches):
                sets = [listed([f"`{name}`" for name in branch["required"]], "and") for branch in branches]
                yield f"It has either {listed(sets, 'or')}."
        for name, needed in schema.get("dependencies", {}).items():
            if isinstance(needed, list):
                yield f"`{name}` comes with {listed([f'`{other}`' for other in needed], 'and')}."

    def section(self, title, schema, level, path):
        yield f"{'#' * level} {title}"
        if "description" in schema:
            yield schema["description"]
        yield from self.notes(schema)
        if table := self.table(schema, path):
            yield "\n".join(table)
        elif kind := self.own_kind({**schema, "properties": {}} if "properties" in schema else schema, path):
            if "allOf" not in schema and "oneOf" not in schema:
                yield f"{kind[0].upper()}{kind[1:]}."
        for example in schema.get("examples", []):
            yield f"```json\n{compact(example)}\n```"

    def text_of_page(self):
        self.titles["#"] = self.schema.get("title", "Schema")
        blocks = list(self.section(self.titles["#"], self.schema, 1, ""))
        written = 0
        while written < len(self.sections):  # sections begin others
            title, schema = self.sections[written]
            written += 1
            path = next(where for where, name in self.titles.items() if name == title)
            blocks += self.section(title, schema, 2, "" if path.startswith("#") else path)
        return "\n\n".join(blocks) + "\n"


def page_of(schema, name):
    made = f"<!-- Made of {name} by assets/survey_reference.py: change that, then run it. -->\n\n"
    return made + Page(schema).text_of_page()


def main(arguments):
    check = arguments[:1] == ["--check"]
    if len(arguments) != 2 + check:
        print(__doc__.strip(), file=sys.stderr)
        return 2
    source, target = map(pathlib.Path, arguments[check:])
    page = page_of(json.loads(source.read_text(encoding="utf-8")), source.name)
    if not check:
        target.write_text(page, encoding="utf-8")
        return 0
    if target.exists() and target.read_text(encoding="utf-8") == page:
        return 0
    print(f"{target}: is not what {source.name} says; run assets/survey_reference.py {source} {target}")
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
