"""Tests of reading CSV files, as spreadsheets and databases write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kptui.errors import BadTable
from kptui.tables.sheet import read_sheet
from kptui.tables.writing import csv_text


def refusal(data: bytes) -> BadTable:
    with pytest.raises(BadTable) as refused:
        read_sheet("t.csv", data)
    return refused.value


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("start", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_table_is_read_whatever_separates_it(delimiter: str, start: bytes, end: str) -> None:
    lines = (
        f'Ref;Name;Target value;Due date{end}a;\'Quoted\'"s;5;2026-03-31{end};;;{end}b;"x{end}y";6;2026-03-31{end}c;z{end}'
    ).replace(";", delimiter)
    sheet = read_sheet("t.csv", start + lines.encode())
    assert sheet.kind == "targets"
    assert sheet.headers == {"reference": "Ref", "name": "Name", "goal": "Target value", "due": "Due date"}
    assert [row.cells["Name"] for row in sheet.rows][1:] == [f"x{end}y", "z"]
    assert [row.line for row in sheet.rows] == [2, 4, 6]
    assert sheet.decimal_points is (delimiter == ",")


def test_what_a_table_is_shows_in_its_header() -> None:
    assert read_sheet("c.csv", b"ID,Date,Actual,Mood\n").kind == "check_ins"
    assert read_sheet("c.csv", b"ID,Date,Actual,Mood\n").extras == ("Mood",)
    assert read_sheet("t.csv", b"Title,Low,High\n").kind == "targets"


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "t.csv is empty"),
        (b"\n\n", "t.csv is empty"),
        (b"PK\x03\x04rest", "save it there as CSV"),
        (b"\xd0\xcf\x11\xe0rest", "save it there as CSV"),
        (b"ref,name,goal\na,b,5\nc,\xe4,6\n", "is not written in UTF-8 (line 3)"),
        ("ref,name,goal".encode("utf-16"), "is not written in UTF-8 (line 1)"),
        (b"colour,size\nred,5\n", "its header says: colour, size"),
        (b"id,ref,name,goal\n", "'id' and 'ref' both mean reference"),
        (b"ref,name,goal,Colour,COLOUR\n", "'Colour' and 'COLOUR' both mean colour; rename or drop one"),
        (b"ref,name,goal,by,By imported\n", "'by' and 'By imported' both mean by; rename or drop one"),
        (b'ref,name,goal\na,"b,5\n', "line 2: the quotes or cells cannot be read"),
        (b'ref,name,goal\na,"b"c,5\n', "line 2: the quotes or cells cannot be read"),
    ],
)
def test_a_file_that_is_no_table_is_refused_in_a_sentence(data: bytes, said: str) -> None:
    assert said in str(refusal(data))


def test_rows_with_too_many_cells_are_all_listed() -> None:
    rows = refusal(b"ref,name,goal\na,b,1,5\nc,d,5,,\ne,f,2,7\n").rows
    assert rows == tuple(f"t.csv, line {n}: has 4 cells where the header has 3; quote what holds a delimiter." for n in (2, 4))


def test_cells_beneath_no_name_are_refused_and_blank_columns_are_not() -> None:
    rows = refusal(b"ref,name,,goal,?\na,b,x,1,\nc,d,,2,y\ne,f\n").rows
    assert rows == (
        "t.csv, line 2: column 3 has no name in the first line; name it or drop it.",
        "t.csv, line 3: column 5 has no name in the first line; name it or drop it.",
    )
    assert read_sheet("t.csv", b"ref,name,goal,,\na,b,1,,\n").extras == ()


_CELLS = st.text(st.characters(exclude_categories=("Cs", "Cc"))).map(str.strip)


@given(st.lists(_CELLS, min_size=1, max_size=5))
def test_any_text_goes_out_and_comes_back(cells: list[str]) -> None:
    documents = [{"ref": "a", "name": cell, "goal": 5} for cell in cells]
    sheet = read_sheet("t.csv", csv_text(("ref", "name", "goal"), documents).encode())
    assert [row.cells["name"] for row in sheet.rows] == cells


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        (None, ""),
        (True, "true"),
        (5.0, "5"),
        (-5.5, "-5.5"),
        (1e300, "1e+300"),
        ("=cmd()", "'=cmd()"),
        ("-5", "-5"),
        ("-five", "'-five"),
        ("@x", "'@x"),
        ("a,b", '"a,b"'),
        ('say "no"', '"say ""no"""'),
        (["a", "b"], '"a; b"'),
    ],
)
def test_a_cell_is_quoted_where_needed_and_never_a_formula(value: object, cell: str) -> None:
    written = csv_text(("k",), [{"k": value}]).splitlines()[1]
    assert written.strip('"') == cell.strip('"') if cell.startswith("'") else written == cell
