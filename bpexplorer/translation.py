"""Words on screen in the reader's own language: English stands in the source, other languages in catalogues.

A catalogue is ``resources/locale/<language>/LC_MESSAGES/bpexplorer.mo``, as GNU gettext makes it. The variable
BPEXPLORER_LANGUAGE chooses the language, else the system's own variables do (LANGUAGE, LC_ALL, LC_MESSAGES, LANG).
What no catalogue has is said in English.

The first argument of ``tr`` and ``tr_n`` is always written out: it is what is looked up, and what ``make messages``
collects. A translator may move the fields of a template, such as ``{epoch}``, and nothing else: a template with other
fields than the English one, among them those that would reach into a value, isn't believed.
"""

import gettext
import os
import struct
from functools import cache
from string import Formatter

from bpexplorer.assets import resources_folder

DOMAIN = "bpexplorer"

#: What a file that is no catalogue, or a damaged one, makes of its reader.
_DAMAGED = (OSError, ValueError, LookupError, ArithmeticError, AttributeError, TypeError, struct.error)

_templates: dict[str, str] = {}
_forms: dict[tuple[str, str], str] = {}
_catalogue: gettext.NullTranslations | None = None


def tr(text: str, /, **values: object) -> str:
    """`text` in the reader's language, its fields filled with `values`.

    Without values, braces mean themselves.
    """
    template = looked_up(text)
    return template.format(**values) if values else template


def looked_up(text: str, /) -> str:
    """`text` in the reader's language with its fields as they are: for texts that stand in files of the program.

    ``make messages`` has to be told how these files are read (``[tool.babel]`` in pyproject.toml).
    """
    template = _templates.get(text)
    if template is None:
        template = _templates[text] = _believed(catalogue().gettext(text), text) if text else ""
    return template


def tr_n(singular: str, plural: str, count: int, /, **values: object) -> str:
    """The form that the reader's language has for so many; ``{count}`` is the number unless `values` write it."""
    english = singular if count == 1 else plural
    try:
        found = catalogue().ngettext(singular, plural, count)
    except _DAMAGED:  # its rule for plurals divides by 0, say
        found = english
    template = _forms.get((found, english))
    if template is None:
        # One of several forms may leave the number out, or bring it in: "a layer", "{count} layers".
        template = _forms[found, english] = _believed(found, english, _fields(singular) | _fields(plural))
    return template.format(**({"count": count} | values))


def catalogue() -> gettext.NullTranslations:
    """What is spoken, found at the first word that is asked for."""
    return _catalogue or speak(_found(os.environ.get("BPEXPLORER_LANGUAGE", "")))


def speak(translations: gettext.NullTranslations) -> gettext.NullTranslations:
    """Take words from `translations` from now on; what was said already stays."""
    global _catalogue
    _catalogue = translations
    _templates.clear()
    _forms.clear()
    return translations


def _found(language: str) -> gettext.NullTranslations:
    """The catalogue of a language, or of the system's; if there is none, one without a word: all is said in English."""
    try:
        folder = resources_folder() / "locale"
        return gettext.translation(DOMAIN, folder, [language] if language else None, fallback=True)
    except _DAMAGED:
        return gettext.NullTranslations()


def _believed(template: str, english: str, allowed: frozenset[tuple[str, str, str]] | None = None) -> str:
    """A catalogue's template if its fields are those of the English one, or some of `allowed`; else the English one."""
    if template == english:
        return english
    try:
        fields = _fields(template)
    except ValueError:
        return english
    if fields == _fields(english) if allowed is None else fields <= allowed:
        return template
    return english


@cache
def _fields(template: str) -> frozenset[tuple[str, str, str]]:
    """Name, conversion and form of each field.

    Raises
    ------
    ValueError
        If the braces of the template make no fields.
    """
    parts = Formatter().parse(template)
    return frozenset((name, how or "", form or "") for _, name, form, how in parts if name is not None)
