"""The grammar of tree-sitter, by its official binding: every file that ships is read without a fault, and the queries find what they are
for."""

import ctypes
import pathlib
import re
import shutil
import subprocess

import pytest
from tree_sitter import Language, Parser, Query, QueryCursor

ROOT = pathlib.Path(__file__).resolve().parents[2]
SOURCE = ROOT / "editors" / "tree-sitter"
# Specs of faults in the syntax say so themselves, and some hold files of other kinds as well.
FAULT = re.compile(r"KB0\d\d|^# file: .*\.(?!rules$)", re.MULTILINE)
FILES = [
    path
    for folder in ("rules", "examples", "tests/knowledge", "tests/spec", "tests/flavours")
    for path in sorted((ROOT / folder).rglob("*.rules"))
    if not (folder == "tests/spec" and FAULT.search(path.read_text(errors="replace")))
]


@pytest.fixture(scope="module")
def language(tmp_path_factory):
    compiler = shutil.which("cc") or pytest.skip("there is no C compiler")
    library = tmp_path_factory.mktemp("parser") / "rules.so"
    subprocess.run([compiler, "-shared", "-fPIC", "-O1", "-I", SOURCE / "src", SOURCE / "src/parser.c", "-o", library], check=True)
    load = ctypes.CDLL(str(library)).tree_sitter_kbc_rules
    load.restype = ctypes.c_void_p
    capsule = ctypes.pythonapi.PyCapsule_New
    capsule.restype, capsule.argtypes = ctypes.py_object, (ctypes.c_void_p, ctypes.c_char_p, ctypes.c_void_p)
    return Language(capsule(load(), b"tree_sitter.Language", None))


def faults(node):
    if node.type == "ERROR" or node.is_missing:
        yield f"{node.start_point.row + 1}:{node.start_point.column + 1} {node.type}"
    elif node.has_error:
        for child in node.children:
            yield from faults(child)


def test_every_file_that_ships_is_read(language):
    parser = Parser(language)
    assert len(FILES) > 60
    found = {}
    for path in FILES:
        wrong = list(faults(parser.parse(path.read_bytes()).root_node))
        if wrong:
            found[str(path.relative_to(ROOT))] = wrong[:3]
    assert not found, found


def test_a_fault_costs_its_item_alone(language):
    text = b'cause a "A" { shows } } {\ncause b "B" { shows x always }\n'
    root = Parser(language).parse(text).root_node
    assert list(faults(root))
    names = [node.child_by_field_name("name").text for node in root.children if node.type == "item"]
    assert b"b" in names


def captured(language, name, text):
    """What a query finds: by capture, the texts."""
    query = Query(language, (SOURCE / "queries" / f"{name}.scm").read_text())
    root = Parser(language).parse(text.encode()).root_node
    return {
        capture: [node.text.decode() for node in nodes]
        for capture, nodes in QueryCursor(query).captures(root).items()
    }


LAMP = '''# A lamp.
guide lamp "The <lamp> is dark" { symptoms dark }
cause bulb "B" { likelihood rare ; shows dark almost-always }
check look "L" { outcome out "Out" { confirms bulb } }
rule r "R" { when look is out and
    not dark ; then suspect bulb strongly }
remedy new "N" {
  about """
    **Markdown**
  """
  takes 1 h 30 min
  steps { step "Go." { run sh "echo $HOME" } }
}
scenario "s" for lamp { expect solved by new }
'''


def test_words_are_coloured(language):
    found = captured(language, "highlights", LAMP)
    assert {"guide", "cause", "check", "rule", "remedy", "scenario", "for"} <= set(found["keyword"])
    assert {"symptoms", "likelihood", "shows", "outcome", "run"} <= set(found["property"])
    assert {"rare", "almost-always", "strongly"} <= set(found["constant.builtin"])
    assert {"out", "suspect"} <= set(found["function"])
    assert "is" in found["keyword.operator"] and "bulb" in found["type"]
    assert found["variable.parameter"] == ["<lamp>"] and found["comment"] == ["# A lamp."]


def test_other_languages_are_left_to_others(language):
    found = captured(language, "injections", LAMP)
    assert found["injection.language"] == ["sh"]
    assert any("**Markdown**" in text for text in found["injection.content"]) and "echo $HOME" in found["injection.content"]


def test_items_are_listed_folded_and_chosen(language):
    outline = captured(language, "outline", LAMP)
    assert {"lamp", "bulb", "look", "out", "new"} <= set(outline["name"])
    assert len(captured(language, "folds", LAMP)["fold"]) >= 8
    assert set(captured(language, "indents", LAMP)) == {"indent", "outdent"}
    objects = captured(language, "textobjects", LAMP)
    assert len(objects["class.around"]) == 6 and objects["test.around"][0].startswith("scenario")
