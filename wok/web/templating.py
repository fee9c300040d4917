"""Templates are compiled once per language, with everything that cannot change already said.

A page has a hundred fixed sentences, thirty fixed links and thirty icons; asking the catalogue, the router
and a macro for each of them was most of what a page cost (SPEED.md). So, when a template is compiled for a
language, these calls with constant arguments become their results:
`_('…')`, `url_for('page')`, `page_exists('page')`, `static_url('file')` and the macro `icon('name')`.
A colon that joins two parts of a template is written as the language writes it (`sentences.colon`).
`{% kept key, … %}…{% endkept %}` keeps a rendered part of a page for as long as its keys are the same.
"""

import re
import threading
import weakref
from collections.abc import Callable, MutableMapping
from typing import Any

from flask.templating import Environment
from jinja2 import Template, nodes
from jinja2.compiler import generate
from jinja2.ext import Extension
from jinja2.parser import Parser
from jinja2.runtime import Context
from jinja2.visitor import NodeTransformer
from markupsafe import Markup
from werkzeug.routing import BuildError

from wok.web import dates, language, sentences
from wok.web.language import present_language

ICONS = "macros/icons.html"
JOINING = re.compile(r"(?<![\s\"'=]):(?=[ \n<])")  # between a label and what it says; "tel:" and "12:00" are none
MOST_KEPT = 2000  # parts; past that all are forgotten and made anew


class SharedTemplate(Template):
    """A template whose macros are imported once: ours need nothing but the environment's own globals."""

    _module: Any

    def _get_default_module(self, ctx: Context | None = None) -> Any:
        if self._module is None:
            self._module = self.make_module()
        return self._module


class LanguageEnvironment(Environment):
    """Flask's environment, with one compiled template per file and language."""

    template_class = SharedTemplate

    def _load_template(self, name: str, globals: MutableMapping[str, Any] | None) -> Template:
        loader = self.loader
        if loader is None or self.cache is None:
            return super()._load_template(name, globals)
        key: Any = (weakref.ref(loader), f"{present_language()} {name}")
        found: Template | None = self.cache.get(key)
        if found is None or (self.auto_reload and not found.is_up_to_date):
            found = loader.load(self, name, self.make_globals(globals))
            self.cache[key] = found
        elif globals:
            found.globals.update(globals)
        return found

    def _generate(
        self, source: nodes.Template, name: str | None, filename: str | None, defer_init: bool = False
    ) -> str:
        said = Folding(self, present_language(), _icon_names(source)).visit(source)
        return str(generate(said, self, name, filename, defer_init=defer_init, optimized=self.optimized))


def _icon_names(source: nodes.Template) -> set[str]:
    """What this template calls the macro `icon`."""
    names = set()
    for one in source.find_all(nodes.FromImport):
        if isinstance(one.template, nodes.Const) and one.template.value == ICONS:
            pairs = [(name, name) if isinstance(name, str) else name for name in one.names]
            names |= {local for imported, local in pairs if imported == "icon"}
    return names


class Folding(NodeTransformer):
    """Replaces calls whose result is known when the template is compiled."""

    def __init__(self, environment: LanguageEnvironment, of_language: str, icons: set[str]) -> None:
        self.environment = environment
        self.language = of_language
        self.icons = icons
        self.colon = sentences.colon(of_language).rstrip()
        self.static_url: Any = environment.globals["static_url"]
        self.ways: dict[str, Callable[[str], nodes.Expr | None]] = {
            "url_for": self._address,
            "page_exists": self._exists,
            "static_url": self._file,
        }

    def visit_Call(self, node: nodes.Call) -> nodes.Node:
        """A call with constant words becomes its result; every other stays."""
        self.generic_visit(node)
        if not isinstance(node.node, nodes.Name) or node.dyn_args or node.dyn_kwargs or len(node.args) != 1:
            return node
        first = node.args[0]
        if not isinstance(first, nodes.Const) or not isinstance(first.value, str):
            return node
        name = node.node.name
        if name == "_":
            return self._sentence(first.value, node)
        if node.kwargs:
            return node
        if name in self.icons:
            return self._icon(first.value)
        way = self.ways.get(name)
        return (way(first.value) if way else None) or node

    def visit_Output(self, node: nodes.Output) -> nodes.Node:
        """`{{ 'word' if so }}` says nothing where it is not so; Jinja would make and escape an object for it."""
        self.generic_visit(node)
        for one in node.nodes:
            if isinstance(one, nodes.CondExpr) and one.expr2 is None:
                one.expr2 = nodes.Const("")
        return node

    def visit_TemplateData(self, node: nodes.TemplateData) -> nodes.Node:
        """`{{ label }}: {{ words }}` joins the two with the language's own colon."""
        return nodes.TemplateData(JOINING.sub(self.colon, node.data), lineno=node.lineno)

    def visit_Const(self, node: nodes.Const) -> nodes.Node:
        """`label ~ ': ' ~ words` does the same."""
        return nodes.Const(sentences.colon(self.language), lineno=node.lineno) if node.value == ": " else node

    def visit_Filter(self, node: nodes.Filter) -> nodes.Node:
        """A date's words are told their language, so that they need not ask for it."""
        self.generic_visit(node)
        if node.name in dates.IN_WORDS:
            node.kwargs.append(nodes.Keyword("language", nodes.Const(self.language)))  # type: ignore[arg-type]  # Jinja's own kind
        return node

    def _sentence(self, words: str, node: nodes.Call) -> nodes.Expr:
        said = language.catalogue(self.language).gettext(words)
        if not node.kwargs:
            return nodes.MarkSafeIfAutoescape(nodes.Const(said % {}), lineno=node.lineno)
        given = nodes.Dict([nodes.Pair(nodes.Const(one.key), one.value) for one in node.kwargs])
        return nodes.Mod(nodes.MarkSafeIfAutoescape(nodes.Const(said)), given, lineno=node.lineno)

    def _icon(self, name: str) -> nodes.Expr:
        draw: Any = vars(self.environment.get_template(ICONS).module)["icon"]
        return nodes.MarkSafe(nodes.Const(str(draw(name))))

    def _address(self, endpoint: str) -> nodes.Expr | None:
        if endpoint not in self.environment.app.view_functions:  # ".show" depends on the page that asks
            return None
        routes = self.environment.app.url_map
        given = {"lang": self.language} if routes.is_endpoint_expecting(endpoint, "lang") else {}
        try:
            return nodes.Const(routes.bind("localhost").build(endpoint, given))
        except BuildError:
            return None

    def _exists(self, endpoint: str) -> nodes.Expr:
        return nodes.Const(endpoint in self.environment.app.view_functions)

    def _file(self, name: str) -> nodes.Expr:
        return nodes.Const(self.static_url(name))


class KeptParts(Extension):
    """`{% kept key, … %}`: the part is rendered once for each language and keys. It must depend on nothing else."""

    tags = {"kept"}

    def __init__(self, environment: Any) -> None:
        super().__init__(environment)
        self._parts: dict[Any, Markup] = {}
        self._guard = threading.Lock()

    def parse(self, parser: Parser) -> nodes.Node:
        """The tag, its keys and its body."""
        line = next(parser.stream).lineno
        keys = parser.parse_tuple(with_condexpr=False)
        body = parser.parse_statements(("name:endkept",), drop_needle=True)
        place = nodes.Const(f"{parser.name}:{line}")
        return nodes.CallBlock(self.call_method("_keep", [place, keys]), [], [], body).set_lineno(line)

    def _keep(self, place: str, keys: Any, caller: Callable[[], str]) -> Markup:
        key = (place, present_language(), keys)
        found = self._parts.get(key)
        if found is None:
            found = Markup(caller())  # what the template itself rendered, escaped
            with self._guard:
                if len(self._parts) >= MOST_KEPT:
                    self._parts.clear()
                self._parts[key] = found
        return found
